import { D1CallRefusal, type DeliverOtp } from '@countermark/issuer-kit';
import { cardholderOf } from '../bank/cardholders.ts';
import { send } from '../bank/outbox.ts';

/** Delivers a one-time password as it came. */
export const deliverOtp: DeliverOtp = async ({ consumerId, request }) => {
  const cardholder = await cardholderOf(consumerId);
  if (cardholder === undefined) return new D1CallRefusal(404, 'consumerId');
  const { channel, otp, panLast4 } = request;
  const to = channel === 'EMAIL' ? cardholder.email : cardholder.mobile.phoneNumber;
  return send({
    channel,
    to,
    text: `${otp} is your code for the card ending in ${panLast4}. Tell it to nobody.`,
  });
};
