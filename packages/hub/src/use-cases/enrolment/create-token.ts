import type { Card } from '../../core/card.ts';
import { type Enrolment, type EnrolmentCardData, ended } from '../../core/enrolment.ts';
import type { DecidingParty } from '../../core/stand-in.ts';
import type { Token } from '../../core/token.ts';
import { tokenDueAt } from '../../core/token-deadlines.ts';
import { createdToken } from '../../core/token-life-cycle.ts';
import type { Hub } from '../../ports/hub.ts';
import { type Aggregates, UniqueViolation, violates } from '../../ports/store.ts';
import type { CreatedToken } from '../../ports/tsp.ts';
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
  return storeToken(hub, {
    enrolment,
    cardData,
    created: answer.value,
    tsp: product.tsp,
    pan,
    expiry,
  });
}

/**
 * Ends the session. Where the TSP made a token, or may have made one, the session stays due: ageing has it deleted, as
 * often as that takes.
 */
async function refuse(
  hub: Hub,
  enrolment: Enrolment,
  { code, made = 'PERHAPS' }: { code: number; made?: 'PERHAPS' | 'CERTAINLY' },
): Promise<Enrolment> {
  const refusal = refusalOfTsp(code);
  const now = hub.clock.now();
  const outcome = refusal.kind === 'TECHNICAL' ? 'FAILED' : 'DECLINED';
  const dueAt = made === 'CERTAINLY' || refusal.kind === 'TECHNICAL' ? now : null;
  const declined = { ...ended(enrolment, { outcome, refusal, now }), dueAt };
  await hub.store.enrolments.save(declined);
  return declined;
}

interface TokenToStore {
  enrolment: Enrolment;
  cardData: EnrolmentCardData;
  created: CreatedToken;
  tsp: string;
  pan: string;
  expiry: string | null;
}

async function storeToken(hub: Hub, toStore: TokenToStore): Promise<Enrolment> {
  const store = () => hub.store.transaction(tx => storeTogether(hub, tx, toStore));
  try {
    return await store().catch((error: unknown) => {
      // Another enrolment of this card stored it first: now it is known.
      if (violates(error, 'card_reference_unique')) return store();
      throw error;
    });
  } catch (error) {
    if (violates(error, 'token_live_unique'))
      return refuse(hub, toStore.enrolment, { code: 167, made: 'CERTAINLY' });
    // One reference for two cards, or one card under two: the issuer's answers do not fit together.
    if (error instanceof UniqueViolation)
      return refuse(hub, toStore.enrolment, { code: 911, made: 'CERTAINLY' });
    throw error;
  }
}

async function storeTogether(hub: Hub, tx: Aggregates, toStore: TokenToStore): Promise<Enrolment> {
  const current = await tx.enrolments.lock(toStore.enrolment.enrolmentId);
  if (current?.step === 'ENDED') return giveBackLater(hub, tx, current);
  const { enrolment: session, cardData, pan, expiry } = toStore;
  const card = await keepCard(hub, tx, {
    primaryCardId: session.primaryToken?.cardId ?? null,
    issuerId: session.issuerId,
    issuerCardRefId: session.issuerCardRefId ?? '',
    productId: session.productId,
    issuerProductId: session.issuerProductId,
    panFingerprint: cardData.panFingerprint,
    pan,
    expiry,
  });
  const token = newToken(hub, toStore, card);
  await tx.tokens.insert(token);
  await tieTokenData(hub, tx, token);
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

function newToken(hub: Hub, { enrolment, created, tsp }: TokenToStore, card: Card): Token {
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
    tsp,
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
