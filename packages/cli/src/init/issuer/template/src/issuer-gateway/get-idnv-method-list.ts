import { type GetIDnVMethodList, IssuerGatewayRefusal, ResponseCode } from '@countermark/issuer-kit';
import { cardOfReference } from '../bank/cards.ts';
import { stepUpMethodsOf } from '../bank/step-up.ts';

/** In which ways can the cardholder prove to be one? Asked after a yellow that names none. */
export const getIDnVMethodList: GetIDnVMethodList = async ({ request }) => {
  const card = await cardOfReference(request.issuerCardRefId);
  const idvMethodList = card ? await stepUpMethodsOf(card) : [];
  if (idvMethodList.length === 0)
    return new IssuerGatewayRefusal(ResponseCode.cardholderVerificationDeclined);
  return { idvMethodList };
};
