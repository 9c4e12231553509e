import { isPan, lastDigits } from '@countermark/wire/card/pan';
import type { FpanDetails } from '@countermark/wire/issuer-gateway/plaintext/fpan-details';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { UpdateCardRequest } from '@countermark/wire/issuer-gateway/update-card';
import { type Badge, badgeOf } from '../../core/badge.ts';
import type { Card } from '../../core/card.ts';
import type { Issuer } from '../../core/issuer.ts';
import { isLive } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { keepFormerNumber } from '../cards/keep-former-number.ts';
import { coversCard } from '../cobadged/covers-card.ts';
import { relinkTokens } from '../life-cycle/relink-tokens.ts';
import { type Accepted, acceptOnce } from './accept-once.ts';
import { type Refused, refused, unknownCard } from './find-token-of-card.ts';
import { settleAliases } from './settle-aliases.ts';

/**
 * updateCard: new funding data, a new card profile or a new reference, of the badge whose API was called. The card
 * changes at once; every live token is re-linked later, one operation each, and told of by UPDATE. The former number of a
 * card that was registered or made through D1 is over, as after a replacement there.
 */
export async function updateCard(
  hub: Hub,
  issuer: Issuer,
  { request, correlationId, badge }: { request: UpdateCardRequest; correlationId: string; badge: Badge },
): Promise<Accepted | Refused> {
  const fpanDetails = await openFpanDetails(hub, issuer, { request, badge });
  if (fpanDetails === 'UNREADABLE') return refused(ResponseCode.badParameterFormat, 'fpanDetails');
  const { issuerId } = issuer;
  const { issuerCardRefId } = request;
  const content = { ...request, badge, fpanDetails, publicKeyIdentifier: null };
  const repeatable = { issuerId, correlationId, operation: 'updateCard', content };
  const result = await acceptOnce(hub, repeatable, async tx => {
    const card = await tx.cards.lockByReference({ issuerId, badge, issuerCardRefId });
    if (!card) return unknownCard;
    const refusal = await findRefusal(hub, tx, { card, request, fpanDetails });
    if (refusal) return refusal;
    const updated = await saveCard(hub, tx, { card, request, fpanDetails });
    await relinkTokens(hub, tx, { card: updated, call: { correlationId } });
    await settleAliases(tx, updated);
    return { accepted: true, scope: { cardId: card.cardId, virtualCardId: null } };
  });
  hub.wake.operations();
  return result;
}

async function openFpanDetails(
  hub: Hub,
  issuer: Issuer,
  { request, badge }: { request: UpdateCardRequest; badge: Badge },
): Promise<FpanDetails | null | 'UNREADABLE'> {
  if (request.fpanDetails === undefined) return null;
  const opened = await hub.envelopes.openFpanDetails(issuer, {
    text: request.fpanDetails,
    badge,
    ...(request.publicKeyIdentifier !== undefined && { keyIdentifier: request.publicKeyIdentifier }),
  });
  return opened.opened ? opened.fpanDetails : 'UNREADABLE';
}

interface Update {
  card: Card;
  request: UpdateCardRequest;
  fpanDetails: FpanDetails | null;
}

async function findRefusal(
  hub: Hub,
  tx: Aggregates,
  { card, request, fpanDetails }: Update,
): Promise<Refused | null> {
  if (fpanDetails) {
    if (hub.vault.fingerprint('pan', fpanDetails.oldFPAN) !== card.panFingerprint) return unknownCard;
    const refusal = await newPanRefusal(hub, tx, { card, newFPAN: fpanDetails.newFPAN });
    if (refusal) return refusal;
  }
  if (request.newIssuerCardRefId !== undefined) {
    const holder = await tx.cards.findByReference({
      issuerId: card.issuerId,
      badge: badgeOf(card),
      issuerCardRefId: request.newIssuerCardRefId,
    });
    if (holder && holder.cardId !== card.cardId) {
      return refused(ResponseCode.badParameterFormat, 'newIssuerCardRefId');
    }
  }
  return (await isBusy(tx, card)) ? refused(ResponseCode.operationOngoing) : null;
}

/** One operation of a token at a time, whatever it is: the whole call waits, for a card has one number. */
async function isBusy(tx: Aggregates, { cardId }: Card): Promise<boolean> {
  const tokens = await tx.tokens.ofCard(cardId);
  for (const { virtualCardId } of tokens.filter(isLive)) {
    if ((await tx.operations.running(virtualCardId)).length > 0) return true;
  }
  return false;
}

async function newPanRefusal(
  hub: Hub,
  tx: Aggregates,
  { card, newFPAN }: { card: Card; newFPAN: string },
): Promise<Refused | null> {
  if (!isPan(newFPAN) || !(await coversCard(tx, card, newFPAN))) return refused(ResponseCode.invalidFpan);
  const number = {
    issuerId: card.issuerId,
    badge: badgeOf(card),
    panFingerprint: hub.vault.fingerprint('pan', newFPAN),
  };
  const holder = await tx.cards.findByFingerprint(number);
  const isTaken = holder !== null && holder.cardId !== card.cardId;
  return isTaken || (await tx.cards.findRetired(number)) ? refused(ResponseCode.invalidFpan) : null;
}

async function saveCard(hub: Hub, tx: Aggregates, { card, request, fpanDetails }: Update): Promise<Card> {
  const updated: Card = {
    ...card,
    issuerCardRefId: request.newIssuerCardRefId ?? card.issuerCardRefId,
    issuerProductId: request.newProductId ?? card.issuerProductId,
    ...(fpanDetails && fundingData(hub, card.cardId, fpanDetails)),
    updatedAt: hub.clock.now(),
  };
  await tx.cards.save(updated);
  if (card.origin !== 'ENROLLED' && updated.panFingerprint !== card.panFingerprint)
    await keepFormerNumber(hub, tx, { ...card, holder: null });
  if (updated.issuerCardRefId !== card.issuerCardRefId)
    await tx.cards.addAlias(updated, card.issuerCardRefId);
  return updated;
}

function fundingData(hub: Hub, cardId: string, { newFPAN, newExpDate }: FpanDetails) {
  const address = { table: 'card', rowId: cardId };
  return {
    panFingerprint: hub.vault.fingerprint('pan', newFPAN),
    sealedPan: hub.vault.seal({ ...address, column: 'pan' }, newFPAN),
    sealedExpiry: hub.vault.seal({ ...address, column: 'expiry' }, newExpDate),
    lastDigits: lastDigits(newFPAN, 4),
  };
}
