import { channelOf } from '../../core/contact-methods.ts';
import type { IdvSession } from '../../core/idv-session.ts';
import type { Hub } from '../../ports/hub.ts';
import type { CodeToDeliver } from '../issuer-side/issuer-side.ts';
import type { IdvSessions } from '../verification/idv-sessions.ts';

/** Has the issuer send a code to the consumer by the channel that the user chose (Deliver OTP). */
export async function deliverOtp<Session extends IdvSession>(
  hub: Hub,
  sessions: IdvSessions<Session>,
  { session, token, challenge, otp }: CodeToDeliver<Session>,
): Promise<boolean> {
  const issuer = await hub.store.issuers.find(session.issuerId);
  const card = await hub.store.cards.find(token.cardId);
  if (!issuer || !card) throw new Error(`Token ${token.virtualCardId} lost its card or issuer`);
  const channel = channelOf(challenge.methodId);
  if (channel === null || card.holder === null) return false;
  const answer = await hub.d1Backend.deliverOtp(
    { issuer, correlationId: sessions.idOf(session), budget: Number.POSITIVE_INFINITY },
    {
      consumerId: card.holder.consumerId,
      otp,
      channel,
      panLast4: card.lastDigits,
      reason: sessions.otpReason,
    },
  );
  return answer.kind === 'ANSWERED';
}
