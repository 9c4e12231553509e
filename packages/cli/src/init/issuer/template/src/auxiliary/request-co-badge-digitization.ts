import { IssuerGatewayRefusal, type RequestCoBadgeDigitization, ResponseCode } from '@countermark/issuer-kit';
import { cardOfNumber, domesticCardOf } from '../bank/cards.ts';

/** Which domestic card goes with this international one? It leaves sealed for the hub. */
export const requestCoBadgeDigitization: RequestCoBadgeDigitization = async ({ card: typed }) => {
  const international = await cardOfNumber(typed.fpan);
  if (international === undefined) return new IssuerGatewayRefusal(ResponseCode.unknownCard);
  const domestic = await domesticCardOf(international);
  if (domestic === undefined) return new IssuerGatewayRefusal(ResponseCode.productNotSupported);
  return { issuerCardRefId: domestic.reference, card: { fpan: domestic.pan, exp: domestic.exp } };
};
