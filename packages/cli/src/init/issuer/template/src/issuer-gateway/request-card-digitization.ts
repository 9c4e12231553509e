import {
  IssuerGatewayRefusal,
  type RequestCardDigitization,
  type RequestCardDigitizationCall,
  ResponseCode,
} from '@countermark/issuer-kit';
import { cardOfNumber, cardOfReference } from '../bank/cards.ts';
import { stepUpMethodsOf } from '../bank/step-up.ts';
import type { Card } from '../bank/test-cards.ts';

/** Green, yellow or red? All three are answers: a decline is no error. */
export const requestCardDigitization: RequestCardDigitization = async call => {
  const { card: typed, request } = call;
  const card = typed ? await cardOfNumber(typed.fpan) : await cardOfReference(request.issuerCardRefId);
  if (card === undefined) return new IssuerGatewayRefusal(ResponseCode.unknownCard);
  if (!isAsOnTheCard(card, call)) return new IssuerGatewayRefusal(ResponseCode.authenticationValueProblem);
  return decide(card);
};

/** Look at the device and the scores of the wallet here, too: they are in `request`. */
async function decide(card: Card): Promise<Awaited<ReturnType<RequestCardDigitization>>> {
  switch (card.decision) {
    case 'green':
      return { levelOfTrust: 'green' };
    case 'yellow':
      return { levelOfTrust: 'yellow', idvMethodList: await stepUpMethodsOf(card) };
    case 'yellow-without-list':
      return { levelOfTrust: 'yellow' };
    case 'red':
      return { levelOfTrust: 'red' };
  }
}

/** What was typed in fits the card, as far as it was typed: wallets do not ask for everything. */
function isAsOnTheCard(
  card: Card,
  { card: typed, authenticationValue }: Pick<RequestCardDigitizationCall, 'card' | 'authenticationValue'>,
): boolean {
  const code = authenticationValue?.kind === 'csc' ? authenticationValue.cvv : undefined;
  return (typed?.exp ?? card.exp) === card.exp && (code ?? card.cvv) === card.cvv;
}
