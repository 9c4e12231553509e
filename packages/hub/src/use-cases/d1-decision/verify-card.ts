import type { ResponseOf } from '@countermark/wire/d1/operation';
import type { verifyCard as verifyCardOnWire } from '@countermark/wire/d1/outbound/verify-card';
import type { CardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { Card } from '../../core/card.ts';
import type { VerifiedCard } from '../../core/d1-facts.ts';
import { type Enrolment, ended } from '../../core/enrolment.ts';
import type { D1Answer } from '../../ports/d1-backend.ts';
import type { Hub } from '../../ports/hub.ts';
import { openCard } from '../open-card.ts';
import { askInEnrolment, type NotAsked } from '../verification/ask-issuer.ts';
import { technicalRefusal } from './technical-refusal.ts';

/**
 * Asks the issuer to verify the card (Verify card) while its security code is at hand: the hub keeps none. The session
 * with what the issuer said, unchanged where it could not be asked, or ended for want of an answer.
 */
export async function verifyCard(
  hub: Hub,
  enrolment: Enrolment,
  { cardInfo, registered }: { cardInfo: CardInfo; registered: Card | null },
): Promise<Enrolment> {
  const exp = cardInfo.exp ?? (registered ? openCard(hub.vault, registered).exp : undefined);
  if (exp === undefined) return enrolment;
  const name = enrolment.request.cardCaptureInformation?.['cardHolderName'];
  const credentials = {
    pan: cardInfo.fpan,
    exp,
    ...(isName(name) && { name }),
    ...(cardInfo.cvv !== undefined && { cvv: cardInfo.cvv }),
  };
  const { answer, enrolment: asked } = await askInEnrolment(hub, enrolment, call =>
    hub.d1Backend.verifyCard(call, { credentials, cardId: registered?.issuerCardRefId ?? null }),
  );
  const verifiedCard = readVerification(answer);
  if (verifiedCard !== null) return { ...asked, verifiedCard };
  const refusal = technicalRefusal('verify the card', answer);
  return ended(asked, { outcome: 'FAILED', refusal, now: hub.clock.now() });
}

/** What an issuer takes for a name on the card; a longer one is left away. */
function isName(name: unknown): name is string {
  return typeof name === 'string' && name.length >= 1 && name.length <= 128;
}

/** Null: no answer that says anything of the card. */
function readVerification(
  answer: D1Answer<ResponseOf<typeof verifyCardOnWire>> | NotAsked,
): VerifiedCard | null {
  if (answer.kind !== 'ANSWERED') {
    const disowns = answer.kind === 'REFUSED' && (answer.status === 403 || answer.status === 404);
    return disowns ? { ...unremarkable, invalid: true } : null;
  }
  const { cardId, consumerId, verificationResults } = answer.message;
  const { card, securityCode } = verificationResults;
  return {
    lostOrStolen: card.lostOrStolen ?? false,
    expired: card.expired ?? false,
    invalid: card.invalid,
    fraudSuspect: card.fraudSuspect ?? false,
    securityCode: securityCode === undefined ? 'NOT_CHECKED' : securityCode.valid ? 'VALID' : 'INVALID',
    securityCodeTriesExceeded: securityCode?.verificationAttemptsExceeded ?? false,
    cardId: cardId ?? null,
    consumerId: consumerId ?? null,
  };
}

const unremarkable: VerifiedCard = {
  lostOrStolen: false,
  expired: false,
  invalid: false,
  fraudSuspect: false,
  securityCode: 'NOT_CHECKED',
  securityCodeTriesExceeded: false,
  cardId: null,
  consumerId: null,
};
