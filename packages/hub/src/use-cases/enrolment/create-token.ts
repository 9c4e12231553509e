import type { Card } from '../../core/card.ts';
import type { CardProduct } from '../../core/card-product.ts';
import { type Enrolment, type EnrolmentCardData, ended } from '../../core/enrolment.ts';
import type { DecidingParty } from '../../core/stand-in.ts';
import type { Token } from '../../core/token.ts';
import { tokenDueAt } from '../../core/token-deadlines.ts';
import { createdToken } from '../../core/token-life-cycle.ts';
import type { Hub } from '../../ports/hub.ts';
import { type Aggregates, UniqueViolation, violates } from '../../ports/store.ts';
import type { CreatedToken } from '../../ports/tsp.ts';
import { D1Refusal } from '../d1-change.ts';
import { cardForToken } from '../d1-decision/card-for-token.ts';
import { beginDigitization, tellNoDigitization } from '../d1-decision/digitization.ts';
import {
  awaitsTokenData,
  expectTokenData,
  stepTowardsDevice,
  tieTokenData,
} from '../personalisation/await-token-data.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import { keepCard } from './keep-card.ts';
import { refusalOfTsp } from './refusal-of-tsp.ts';

/** Has the TSP make the token, and stores card, token and session together. */
export async function createToken(
  hub: Hub,
  enrolment: Enrolment,
  decidedBy: DecidingParty,
): Promise<Enrolment> {
  const cardData = enrolment.cardData;
  const product = await hub.store.products.find(enrolment.productId);
  if (!cardData || !product) throw new Error(`Enrolment ${enrolment.enrolmentId} lost its card or product`);
  const address = { table: 'enrolment', rowId: enrolment.enrolmentId };
  const pan = hub.vault.open({ ...address, column: 'pan' }, cardData.sealedPan);
  const expiry =
    cardData.sealedExpiry && hub.vault.open({ ...address, column: 'expiry' }, cardData.sealedExpiry);
  const tsp = tspOf(hub, product.tsp);
  if (awaitsTokenData(tsp, enrolment)) await expectTokenData(hub, enrolment, product.tsp);
  const answer = await tsp.createToken({
    correlationId: enrolment.enrolmentId,
    decidedBy,
    issuerId: enrolment.issuerId,
    walletCardRefId: enrolment.walletCardRefId,
    tokenStorageId: enrolment.tokenStorageId,
    tokenRequestorId: enrolment.tokenRequestorId,
    panFingerprint: cardData.panFingerprint,
    maxTokensPerCard: product.maxTokensPerCard,
    product,
    issuerCardRefId: enrolment.issuerCardRefId,
    deviceInformation: enrolment.request.deviceInformation,
    pan,
    expiry,
    tokenType: enrolment.tokenType,
    merchantId: enrolment.request.merchantId,
  });
  if (!answer.ok) return refuse(hub, enrolment, { code: answer.code });
  return storeToken(hub, { enrolment, cardData, created: answer.value, product, pan, expiry });
}

interface TokenRefused {
  code: number;
  /** Whether the TSP made the token. */
  made?: 'PERHAPS' | 'CERTAINLY';
}

function refuse(hub: Hub, enrolment: Enrolment, refused: TokenRefused): Promise<Enrolment> {
  return hub.store.transaction(tx => endRefused(hub, tx, enrolment, refused));
}

/**
 * Ends the session. Where the TSP made a token, or may have made one, the session stays due: ageing has it deleted, as
 * often as that takes.
 */
async function endRefused(
  hub: Hub,
  tx: Aggregates,
  enrolment: Enrolment,
  { code, made = 'PERHAPS' }: TokenRefused,
): Promise<Enrolment> {
  const refusal = refusalOfTsp(code);
  const now = hub.clock.now();
  const outcome = refusal.kind === 'TECHNICAL' ? 'FAILED' : 'DECLINED';
  const dueAt = made === 'CERTAINLY' || refusal.kind === 'TECHNICAL' ? now : null;
  const declined = { ...ended(enrolment, { outcome, refusal, now }), dueAt };
  await tx.enrolments.save(declined);
  await tellNoDigitization(hub, tx, declined);
  return declined;
}

interface TokenToStore {
  enrolment: Enrolment;
  cardData: EnrolmentCardData;
  created: CreatedToken;
  product: CardProduct;
  pan: string;
  expiry: string | null;
}

async function storeToken(hub: Hub, toStore: TokenToStore): Promise<Enrolment> {
  const store = () => hub.store.transaction(tx => storeTogether(hub, tx, toStore));
  try {
    return await store().catch((error: unknown) => {
      // Somebody else stored the card, or its holder, first: now they are known.
      if (knownMeanwhile.some(constraint => violates(error, constraint))) return store();
      throw error;
    });
  } catch (error) {
    // The issuer named a card or holder that may not be registered.
    if (error instanceof D1Refusal) return refuse(hub, toStore.enrolment, { code: 911, made: 'CERTAINLY' });
    if (violates(error, 'token_live_unique'))
      return refuse(hub, toStore.enrolment, { code: 167, made: 'CERTAINLY' });
    // One reference for two cards, or one card under two: the issuer's answers do not fit together.
    if (error instanceof UniqueViolation)
      return refuse(hub, toStore.enrolment, { code: 911, made: 'CERTAINLY' });
    throw error;
  }
}

const knownMeanwhile = ['card_reference_unique', 'card_pan_unique', 'consumer_active_unique'];

async function storeTogether(hub: Hub, tx: Aggregates, toStore: TokenToStore): Promise<Enrolment> {
  const current = await tx.enrolments.lock(toStore.enrolment.enrolmentId);
  if (current?.step === 'ENDED') return giveBackLater(hub, tx, current);
  const card = await cardOf(hub, tx, toStore);
  if ('code' in card) {
    return endRefused(hub, tx, toStore.enrolment, { code: card.code, made: 'CERTAINLY' });
  }
  const token = newToken(hub, toStore, card);
  await tx.tokens.insert(token);
  await tieTokenData(hub, tx, token);
  if (toStore.product.apiFamily === 'D1') await beginDigitization(hub, tx, { card, token });
  const enrolment = {
    ...withToken(toStore.enrolment, token),
    // Verification methods come first: until they are known nobody may go on.
    step:
      toStore.enrolment.decision === 'yellow'
        ? ('DIGITIZATION_ASKED' as const)
        : await stepTowardsDevice(tx, token),
  };
  await tx.enrolments.save(enrolment);
  return enrolment;
}

/** The card as it is stored from now on; the code of a refusal, where D1 finds it is not what it was. */
async function cardOf(
  hub: Hub,
  tx: Aggregates,
  { enrolment, product, cardData, pan, expiry }: TokenToStore,
): Promise<Card | { code: number }> {
  const { panFingerprint } = cardData;
  if (product.apiFamily === 'D1') {
    return cardForToken(hub, tx, { enrolment, product, panFingerprint, pan, expiry });
  }
  return keepCard(hub, tx, {
    primaryCardId: enrolment.primaryToken?.cardId ?? null,
    issuerId: enrolment.issuerId,
    issuerCardRefId: enrolment.issuerCardRefId ?? '',
    productId: enrolment.productId,
    issuerProductId: enrolment.issuerProductId,
    panFingerprint,
    pan,
    expiry,
  });
}

/** The session was over before its token was there: ageing has that deleted. */
async function giveBackLater(hub: Pick<Hub, 'clock'>, tx: Aggregates, ended: Enrolment): Promise<Enrolment> {
  const due = { ...ended, dueAt: hub.clock.now() };
  await tx.enrolments.save(due);
  return due;
}

function withToken(enrolment: Enrolment, token: Token): Enrolment {
  return {
    ...enrolment,
    virtualCardId: token.virtualCardId,
    cardData: null,
    dueAt: null,
    updatedAt: token.createdAt,
  };
}

function newToken(hub: Hub, { enrolment, created, product }: TokenToStore, card: Card): Token {
  const now = hub.clock.now();
  const { primaryToken } = enrolment;
  const token: Token = {
    ...createdToken(),
    virtualCardId: hub.ids.uuid(),
    cardId: card.cardId,
    issuerId: enrolment.issuerId,
    productId: enrolment.productId,
    requestorId: enrolment.requestorId,
    tokenRequestorId: enrolment.tokenRequestorId,
    walletProviderId: enrolment.walletProviderId,
    walletCardRefId: enrolment.walletCardRefId,
    // The wallet names a primary token, once it has it; of an auxiliary one it is the hub that makes the name.
    walletVirtualCardId: primaryToken ? hub.ids.uuid() : null,
    tokenStorageId: enrolment.tokenStorageId,
    tokenType: enrolment.tokenType,
    tsp: product.tsp,
    tspTokenId: created.tspTokenId,
    tokenLastDigits: created.tokenLastDigits,
    tokenExpiryDate: created.tokenExpiryDate,
    isPrimary: primaryToken === null,
    primaryWalletVirtualCardId: primaryToken?.walletVirtualCardId ?? null,
    deviceInformation: enrolment.request.deviceInformation ?? {},
    enrolmentId: enrolment.enrolmentId,
    reports: {},
    createdAt: now,
    updatedAt: now,
    dueAt: null,
  };
  return { ...token, dueAt: tokenDueAt({ token, from: null, now, renewedAhead: null }) };
}
