import { IssuerGatewayRefusal, ResponseCode, type SendOTP } from '@countermark/issuer-kit';
import { cardholderOf } from '../bank/cardholders.ts';
import { cardOfReference } from '../bank/cards.ts';
import { send } from '../bank/outbox.ts';

/** Delivers a one-time password as it came, by the method that the cardholder chose. */
export const sendOTP: SendOTP = async ({ request }) => {
  const card = await cardOfReference(request.issuerCardRefId);
  const cardholder = card && (await cardholderOf(card.consumerId));
  if (cardholder === undefined) return new IssuerGatewayRefusal(ResponseCode.unknownCard);
  const text = `${request.otpValue} is the code to add your card to the wallet. Tell it to nobody.`;
  switch (request.otpMethodId) {
    case 'sms':
      return send({ channel: 'SMS', to: cardholder.mobile.phoneNumber, text });
    case 'email':
      return send({ channel: 'EMAIL', to: cardholder.email, text });
    default:
      return new IssuerGatewayRefusal(ResponseCode.invalidIdvMethod, 'otpMethodId');
  }
};
