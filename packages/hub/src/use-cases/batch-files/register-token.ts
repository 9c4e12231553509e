import type { Card } from '../../core/card.ts';
import type { Token, TokenLifeCycle } from '../../core/token.ts';
import { tokenDueAt } from '../../core/token-deadlines.ts';
import { onboardedAliases, ownsTokenRequestorId, type TokenRequestor } from '../../core/token-requestor.ts';
import { walletProviderId } from '../../core/wallet-provider.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import type { TspToken } from '../../ports/tsp.ts';
import { tspOf } from '../tsp/tsp-of.ts';

/** A token that its TSP made without this hub, for the card it belongs to. */
export interface TokenToRegister {
  card: Card;
  /** The TSP as products name it. */
  tsp: string;
  tspToken: TspToken;
  lifeCycle: TokenLifeCycle;
  requestor: TokenRequestor;
  /** The session it became known in. */
  correlationId: string;
}

/** The requestor a token belongs to; null when none with its TRID is known here. */
export function requestorOf(
  requestors: readonly TokenRequestor[],
  { tokenRequestorId }: TspToken,
): TokenRequestor | null {
  return requestors.find(requestor => ownsTokenRequestorId(requestor, tokenRequestorId)) ?? null;
}

/** The TSP has made it; the hub is about to store it. */
export async function isBeingEnrolled(hub: Hub, { correlationId }: TspToken): Promise<boolean> {
  const enrolment = correlationId === null ? null : await hub.store.enrolments.find(correlationId);
  return enrolment !== null && enrolment.step !== 'ENDED' && enrolment.virtualCardId === null;
}

/** Makes the token known. The card's row must be held: it keeps two from making the same token known at once. */
export async function registerToken(
  hub: Hub,
  tx: Pick<Aggregates, 'tokens'>,
  { card, tsp, tspToken, lifeCycle, requestor, correlationId }: TokenToRegister,
): Promise<Token> {
  const now = hub.clock.now();
  const { tokenRequestorId, tokenStorageId } = tspToken;
  // A TSP tells where a token is, not what it is in.
  const storageType = tokenStorageId === null ? undefined : 'PHONE';
  const token: Token = {
    ...lifeCycle,
    virtualCardId: hub.ids.uuid(),
    cardId: card.cardId,
    issuerId: card.issuerId,
    productId: card.productId,
    requestorId: requestor.requestorId,
    tokenRequestorId,
    walletProviderId: walletProviderId(tokenRequestorId, onboardedAliases(requestor), storageType),
    walletCardRefId: tspToken.walletCardRefId,
    walletVirtualCardId: null,
    tokenStorageId,
    tokenType: tspToken.tokenType ?? (tokenStorageId === null ? 'CARD_ON_FILE' : 'HCE'),
    tsp,
    tspTokenId: tspToken.tspTokenId,
    tokenLastDigits: tspToken.tokenLastDigits,
    tokenExpiryDate: tspToken.tokenExpiryDate,
    isPrimary: true,
    primaryWalletVirtualCardId: null,
    deviceInformation: {},
    enrolmentId: correlationId,
    reports: {},
    createdAt: now,
    updatedAt: now,
    dueAt: null,
  };
  const renewedAhead = tspOf(hub, tsp).renewal?.ahead ?? null;
  const registered = { ...token, dueAt: tokenDueAt({ token, from: null, now, renewedAhead }) };
  await tx.tokens.insert(registered);
  return registered;
}
