import type { replaceCard as replaceCardV2 } from '@countermark/wire/d1/card-v2/replace-card';
import type { OperationResult } from '@countermark/wire/d1/data/operation-result';
import type { CardCredentials } from '@countermark/wire/d1/plaintext/card-credentials';
import type { Card } from '../../core/card.ts';
import { newCard } from '../../core/card-life-cycle.ts';
import type { CardProduct } from '../../core/card-product.ts';
import type { OperationTarget } from '../../core/recorded-operation.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { type D1Call, type D1Result, refused } from '../d1-call.ts';
import { D1Refusal, d1Change } from '../d1-change.ts';
import { recordedWhy } from '../recorded-operations/recorded-why.ts';
import { beginRelink } from './begin-relink.ts';
import { cardForEvent } from './change-card.ts';
import { claimCardId } from './claim-card-id.ts';
import { claimPan } from './claim-pan.ts';
import { checkIds, checkPan, openCredentials, sealCredentials } from './credentials.ts';
import { keepFormerNumber } from './keep-former-number.ts';
import { registrableProduct } from './registrable-product.ts';

/** Card API, replace: another card takes the place of this one, with its consumer and its digital cards. */
export async function replaceCard(
  hub: Hub,
  call: D1Call<typeof replaceCardV2>,
): Promise<D1Result<typeof replaceCardV2>> {
  const credentials = await openCredentials(hub, call.issuer.issuerId, call.body.encryptedData);
  if (!credentials) return refused('FIELD_INVALID_VALUE', 'encryptedData');
  return d1Change(hub, tx => replace(hub, tx, { call, credentials }));
}

type Replacement = { call: D1Call<typeof replaceCardV2>; credentials: CardCredentials };

async function replace(
  hub: Hub,
  tx: Aggregates,
  { call, credentials }: Replacement,
): Promise<OperationResult> {
  const { parameters: name, body, correlationId } = call;
  const { card: former } = await cardForEvent(tx, name, { operation: 'REPLACE' });
  const product = await productOfNewCard(tx, former, body.cardProductId);
  checkPan(credentials, product);
  checkIds(credentials, { newCardId: body.newCardId });
  if (body.newCardId !== former.issuerCardRefId)
    await claimCardId(tx, { issuerId: former.issuerId, cardId: body.newCardId });
  const sealed = sealCredentials(hub.vault, former.cardId, credentials);
  await claimPan(tx, { issuerId: former.issuerId, panFingerprint: sealed.panFingerprint });
  const now = hub.clock.now();
  const card: Card = {
    ...former,
    ...sealed,
    issuerCardRefId: body.newCardId,
    productId: product.productId,
    origin: 'REGISTERED',
    ...newCard(body.state ?? 'ACTIVE'),
    wrongCodes: 0,
    createdAt: now,
    updatedAt: now,
  };
  await tx.cards.save(card);
  const target = await keepFormer(hub, tx, { former, card });
  return beginRelink(hub, tx, { card, target, operation: 'REPLACE', why: recordedWhy(body, correlationId) });
}

/** That of the former card unless another is named; that one must be one to register cards of. */
async function productOfNewCard(
  tx: Pick<Aggregates, 'products'>,
  { issuerId, productId }: Card,
  cardProductId: string | undefined,
): Promise<CardProduct> {
  if (cardProductId !== undefined && cardProductId !== productId)
    return registrableProduct(tx, { issuerId, cardProductId });
  const product = await tx.products.find(productId);
  if (!product) throw new D1Refusal('CARD_PRODUCT_NOT_FOUND');
  return product;
}

/**
 * The row of a card stays with its digital cards, and all that hangs on them: it is that of the new card now. What was
 * done to the former one goes with it, unless the new card goes by the same id. Returns what the replacement is told of.
 */
async function keepFormer(
  hub: Pick<Hub, 'clock' | 'ids' | 'vault'>,
  tx: Aggregates,
  { former, card }: { former: Card; card: Card },
): Promise<OperationTarget> {
  const hasSameId = former.issuerCardRefId === card.issuerCardRefId;
  const cardId = await keepFormerNumber(hub, tx, { ...former, holder: hasSameId ? null : former.holder });
  const id = former.issuerCardRefId;
  if (hasSameId) return { kind: 'CARD', key: card.cardId, id };
  await tx.recordedOperations.retarget({ kind: 'CARD', key: card.cardId }, cardId);
  return { kind: 'CARD', key: cardId, id };
}
