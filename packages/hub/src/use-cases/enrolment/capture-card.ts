import { isPan } from '@countermark/wire/card/pan';
import type { AuthenticationValue } from '@countermark/wire/issuer-gateway/plaintext/authentication-value';
import type { StartEnrolment } from '@countermark/wire/token-requestor/start-enrolment';
import type { EnrolmentCardData } from '../../core/enrolment.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Hub } from '../../ports/hub.ts';
import { openCard } from '../open-card.ts';
import { capturePushedCard } from './capture-pushed-card.ts';
import { captureToken } from './capture-token.ts';
import type { CapturedCard } from './captured-card.ts';
import { type CallRefused, notEligible, refuseCall } from './enrolment-result.ts';
import { productOfCard } from './product-of-card.ts';

/** Finds out which card the requestor means, and whether it may ask for tokens of it. */
export async function captureCard(
  hub: Hub,
  requestor: TokenRequestor,
  request: StartEnrolment,
): Promise<CapturedCard | CallRefused> {
  const { pushPayload, tokenRequestorId } = request;
  if (pushPayload !== undefined) {
    return request.cipheredCardInfo === undefined
      ? capturePushedCard(hub, requestor, { pushPayload, tokenRequestorId })
      : refuseCall(112, 'Bad parameter format: pushPayload, which does not go with cipheredCardInfo');
  }
  if (request.cipheredCardInfo === undefined) return knownCard(hub, requestor, request);
  const opened = await hub.envelopes.openCardInfo({
    text: request.cipheredCardInfo,
    ...(request.publicKeyIdentifier !== undefined && { keyIdentifier: request.publicKeyIdentifier }),
  });
  if (!opened.opened) return refuseCall(112, 'Bad parameter format: cipheredCardInfo');
  if (!isPan(opened.cardInfo.fpan)) return refuseCall(166, 'Not a card number');
  if (request.cardCaptureInformation?.captureMethod === 'TOKEN') {
    return captureToken(hub, request, opened.cardInfo);
  }
  const product = await productOfCard(hub, opened.cardInfo.fpan);
  if (!product?.tokenRequestorIds.includes(request.tokenRequestorId)) return notEligible;
  return { kind: 'GIVEN', cardInfo: opened.cardInfo, product };
}

/** Their issuers always get the card data; silent tokenization is for domestic schemes. */
const networkSchemes: ReadonlySet<string> = new Set(['VISA', 'MASTERCARD']);

/** Second device of the same user: the requestor names the card by its own reference and gives no card data. */
async function knownCard(
  hub: Hub,
  requestor: TokenRequestor,
  request: StartEnrolment,
): Promise<CapturedCard | CallRefused> {
  if (request.walletCardRefId === undefined) {
    return refuseCall(111, 'Missing parameter: cipheredCardInfo or walletCardRefId');
  }
  const token = await hub.store.tokens.findByWalletCard(requestor.requestorId, request.walletCardRefId);
  const card = token && (await hub.store.cards.find(token.cardId));
  const product = card && (await hub.store.products.find(card.productId));
  if (!card || !product) return refuseCall(116, 'Unknown card: walletCardRefId names no card with a token');
  if (!product.tokenRequestorIds.includes(request.tokenRequestorId)) return notEligible;
  const cardInfo = openCard(hub.vault, card);
  return networkSchemes.has(product.scheme)
    ? { kind: 'GIVEN', cardInfo, product }
    : { kind: 'KNOWN', cardInfo, product, issuerCardRefId: card.issuerCardRefId };
}

/**
 * PAN and expiry go to the vault, and to an issuer that decides itself under its key; the security code under the issuer's
 * key only. Where D1 decides, nothing is kept for the issuer: it is asked while the card is at hand.
 */
export async function sealCard(
  hub: Hub,
  enrolmentId: string,
  card: CapturedCard,
): Promise<EnrolmentCardData> {
  const { fpan, exp } = card.cardInfo;
  const issuer = await hub.store.issuers.find(card.product.issuerId);
  if (!issuer) throw new Error(`Product ${card.product.productId} names an issuer that is not configured`);
  const address = { table: 'enrolment', rowId: enrolmentId };
  const issuerDecides = card.product.apiFamily === 'ISSUER_GATEWAY';
  const forIssuer =
    issuerDecides && card.kind === 'GIVEN'
      ? await hub.issuerBackend.sealCardInfo(issuer, { fpan, ...(exp !== undefined && { exp }) })
      : null;
  const authentication = issuerDecides ? authenticationOf(card) : null;
  const sealedAuthentication =
    authentication && (await hub.issuerBackend.sealAuthenticationValue(issuer, authentication));
  return {
    panFingerprint: hub.vault.fingerprint('pan', fpan),
    sealedPan: hub.vault.seal({ ...address, column: 'pan' }, fpan),
    sealedExpiry: exp === undefined ? null : hub.vault.seal({ ...address, column: 'expiry' }, exp),
    cipheredCardInfo: forIssuer?.text ?? null,
    publicKeyIdentifier: forIssuer?.keyIdentifier ?? null,
    authenticationValue: sealedAuthentication?.text ?? null,
  };
}

/** What the issuer judges the cardholder by: its own proof, or the security code. */
function authenticationOf(card: CapturedCard): AuthenticationValue | null {
  if (card.kind === 'GIVEN' && card.proof !== undefined) return { kind: 'opaque', text: card.proof };
  const { cvv } = card.cardInfo;
  return cvv === undefined ? null : { kind: 'csc', cvv };
}
