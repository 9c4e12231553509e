import type { InitialCardState } from '@countermark/wire/d1/data/card-state';
import type { CardCredentials } from '@countermark/wire/d1/plaintext/card-credentials';
import type { Card, CardHolder } from '../../core/card.ts';
import { isLiveCard, newCard } from '../../core/card-life-cycle.ts';
import type { Consumer } from '../../core/consumer.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { optOutFormerCard } from '../click-to-pay/cascades.ts';
import { enrolAutomatically } from '../click-to-pay/enrol-automatically.ts';
import { D1Refusal } from '../d1-change.ts';
import { relinkTokens } from '../life-cycle/relink-tokens.ts';
import { askedBy } from '../recorded-operations/asked-by.ts';
import { recordOperation } from '../recorded-operations/record-operation.ts';
import { claimCardId } from './claim-card-id.ts';
import { claimPan } from './claim-pan.ts';
import { checkIds, checkPan, openExpiry, sealCredentials, sealExpiry } from './credentials.ts';
import { lockCard } from './find-card.ts';
import { registrableProduct } from './registrable-product.ts';

/** A card as its issuer registers it. */
export interface CardToRegister {
  issuerId: string;
  cardId: string;
  cardProductId: string;
  credentials: CardCredentials;
  state?: InitialCardState;
  correlationId: string;
  inputFileName?: string;
}

/**
 * Registers a card of a consumer whose row is locked. One that is registered as it is known changes nothing, and makes no
 * operation; of a live card of this number all that is told but its state is taken over.
 */
export async function keepRegisteredCard(
  hub: Pick<Hub, 'clock' | 'ids' | 'vault' | 'directories'>,
  tx: Aggregates,
  { told, consumer }: { told: CardToRegister; consumer: Consumer },
): Promise<Card> {
  const product = await registrableProduct(tx, told);
  checkPan(told.credentials, product);
  checkIds(told.credentials, { cardId: told.cardId, consumerId: consumer.consumerId });
  const found = await lockCard(tx, told);
  const known = found && isLiveCard(found) ? found : null;
  const card = await (known
    ? updated(hub, tx, { known, told, consumer })
    : added(hub, tx, { told, consumer }));
  if (card === known) return card;
  await (known ? tx.cards.save(card) : tx.cards.insert(card));
  await recordOperation(hub, tx, {
    issuerId: told.issuerId,
    target: { kind: 'CARD', key: card.cardId, id: told.cardId },
    operation: 'REGISTER',
    ...askedBy(told),
    end: { status: 'SUCCESSFUL' },
  });
  if (known) await tellOthers(hub, tx, { known, card, told });
  if (!known || known.origin === 'ENROLLED')
    await enrolAutomatically(hub, tx, { card, product, askedBy: askedBy(told) });
  return card;
}

/** What changed of a known card is the business of those who have its digital cards, and of its former consumer's profile. */
async function tellOthers(
  hub: Pick<Hub, 'clock' | 'ids' | 'vault'>,
  tx: Aggregates,
  { known, card, told }: { known: Card; card: Card; told: CardToRegister },
): Promise<void> {
  if (openExpiry(hub.vault, known) !== told.credentials.exp)
    await relinkTokens(hub, tx, { card, call: { correlationId: told.correlationId } });
  if (known.holder && known.holder.consumerKey !== card.holder?.consumerKey)
    await optOutFormerCard(hub, tx, card);
}

type Registration = { told: CardToRegister; consumer: Consumer };

/** The known card itself when nothing is told that is new. One that an enrolment brought is registered now. */
async function updated(
  { clock, vault }: Pick<Hub, 'clock' | 'vault'>,
  tx: Aggregates,
  { known, told, consumer }: Registration & { known: Card },
): Promise<Card> {
  const { pan, exp } = told.credentials;
  if (vault.fingerprint('pan', pan) !== known.panFingerprint) throw new D1Refusal('CARD_ID_ALREADY_USED');
  const isAsKnown =
    known.holder?.consumerKey === consumer.consumerKey &&
    known.productId === told.cardProductId &&
    known.origin !== 'ENROLLED' &&
    openExpiry(vault, known) === exp;
  if (isAsKnown) return known;
  if (known.origin === 'ENROLLED') await claimPan(tx, known);
  return {
    ...known,
    holder: holderFor(consumer),
    productId: told.cardProductId,
    origin: known.origin === 'ENROLLED' ? 'REGISTERED' : known.origin,
    sealedExpiry: sealExpiry(vault, known.cardId, exp),
    updatedAt: clock.now(),
  };
}

async function added(
  { clock, ids, vault }: Pick<Hub, 'clock' | 'ids' | 'vault'>,
  tx: Aggregates,
  { told, consumer }: Registration,
): Promise<Card> {
  const cardId = ids.uuid();
  const sealed = sealCredentials(vault, cardId, told.credentials);
  await claimCardId(tx, told);
  await claimPan(tx, { issuerId: told.issuerId, panFingerprint: sealed.panFingerprint });
  const now = clock.now();
  return {
    cardId,
    primaryCardId: null,
    issuerId: told.issuerId,
    issuerCardRefId: told.cardId,
    productId: told.cardProductId,
    issuerProductId: null,
    ...sealed,
    holder: holderFor(consumer),
    origin: 'REGISTERED',
    ...newCard(told.state ?? 'ACTIVE'),
    sealedAccounts: null,
    wrongCodes: 0,
    replacedBy: null,
    createdAt: now,
    updatedAt: now,
  };
}

function holderFor({ consumerKey, consumerId }: Consumer): CardHolder {
  return { consumerKey, consumerId };
}
