import { IssuerGatewayRefusal, type RequestDeviceBinding, ResponseCode } from '@countermark/issuer-kit';
import { cardOfReference } from '../bank/cards.ts';
import { stepUpMethodsOf } from '../bank/step-up.ts';

/** May a merchant tie this card's token to a device? Its holder proves to be one, where that is possible. */
export const requestDeviceBinding: RequestDeviceBinding = async ({ request }) => {
  const card = await cardOfReference(request.issuerCardRefId);
  if (card === undefined) return new IssuerGatewayRefusal(ResponseCode.unknownCard);
  const idvMethodList = await stepUpMethodsOf(card);
  return idvMethodList.length > 0 ? { levelOfTrust: 'yellow', idvMethodList } : { levelOfTrust: 'red' };
};
