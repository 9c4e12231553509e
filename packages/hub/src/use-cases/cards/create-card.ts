import { luhnCheckDigit } from '@countermark/wire/card/pan';
import type { createCard as createCardV2 } from '@countermark/wire/d1/card-v2/create-card';
import type { ResponseOf } from '@countermark/wire/d1/operation';
import { expiryOfNewCard } from '../../core/card-expiry.ts';
import { newCard } from '../../core/card-life-cycle.ts';
import type { CardProduct } from '../../core/card-product.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { lockConsumer } from '../consumers/find-consumer.ts';
import type { D1Call, D1Result } from '../d1-call.ts';
import { d1Change } from '../d1-change.ts';
import { recordOperation } from '../recorded-operations/record-operation.ts';
import { isFreePan } from './claim-pan.ts';
import { sealAccounts, sealCredentials } from './credentials.ts';
import { d1Product } from './registrable-product.ts';

/** Card API, create: the hub makes a card for a consumer, and names it. */
export async function createCard(
  hub: Hub,
  call: D1Call<typeof createCardV2>,
): Promise<D1Result<typeof createCardV2>> {
  return d1Change(hub, tx => create(hub, tx, call));
}

async function create(
  hub: Hub,
  tx: Aggregates,
  { issuer, body, correlationId }: D1Call<typeof createCardV2>,
): Promise<ResponseOf<typeof createCardV2>> {
  const { issuerId } = issuer;
  const { consumerKey, consumerId } = await lockConsumer(tx, { issuerId, consumerId: body.consumerId });
  const { cardProductId, state = 'ACTIVE', accounts } = body;
  const product = await d1Product(tx, { issuerId, cardProductId });
  const cardId = hub.ids.uuid();
  const now = hub.clock.now();
  const credentials = { pan: await freePan(hub, tx, product), exp: expiryOfNewCard(now) };
  await tx.cards.insert({
    cardId,
    primaryCardId: null,
    issuerId,
    issuerCardRefId: cardId,
    productId: cardProductId,
    issuerProductId: null,
    ...sealCredentials(hub.vault, cardId, credentials),
    holder: { consumerKey, consumerId },
    origin: 'CREATED',
    ...newCard(state),
    sealedAccounts: accounts ? sealAccounts(hub.vault, cardId, accounts) : null,
    wrongCodes: 0,
    replacedBy: null,
    createdAt: now,
    updatedAt: now,
  });
  const { operationId, status } = await recordOperation(hub, tx, {
    issuerId,
    target: { kind: 'CARD', key: cardId, id: cardId },
    operation: 'CREATE',
    issuerRequestId: correlationId,
    end: { status: 'SUCCESSFUL' },
  });
  return { cardId, operationId, status };
}

/** How often a number may be drawn that somebody has or had. */
const mostDraws = 50;

/** A number of the product that no card has or had. One drawn by two calls at once is the first one's; the second draws anew. */
async function freePan(
  { ids, vault }: Pick<Hub, 'ids' | 'vault'>,
  tx: Pick<Aggregates, 'cards'>,
  { issuerId, productId, panRanges }: CardProduct,
): Promise<string> {
  for (let draw = 0; draw < mostDraws; draw++) {
    const range = panRanges[Number(ids.digits(6)) % Math.max(panRanges.length, 1)];
    if (!range) break;
    const body = range.prefix + ids.digits(range.panLength - range.prefix.length - 1);
    const pan = body + luhnCheckDigit(body);
    if (await isFreePan(tx, { issuerId, panFingerprint: vault.fingerprint('pan', pan) })) return pan;
  }
  throw new Error(`Product ${productId} has no free card number`);
}
