import { readAuthenticationValue } from '@countermark/wire/issuer-gateway/plaintext/authentication-value';
import {
  requestCardDigitization as operation,
  type RequestCardDigitizationRequest,
} from '@countermark/wire/issuer-gateway/request-card-digitization';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { digitizationOutcome, type Evidence, testCaseOf } from './decision-table.ts';
import { type IdentifiedCard, identifyCard } from './identify-card.ts';
import { isOwnProof } from './issuer-proof.ts';
import { openReceived } from './open-received.ts';
import { replyWith } from './reply-with.ts';
import { type Call, refuse, serveOperation } from './serve-operation.ts';

/** Green, yellow or red? */
export const requestCardDigitization = serveOperation(operation, async (request, call) => {
  const identification = await identifyCard(request, call);
  if (identification.kind !== 'CARD') return identification;
  const { card } = identification;
  const evidence = await gatherEvidence(request, card, call);
  if (evidence === undefined) return refuse(ResponseCode.badParameterFormat, 'authenticationValue');

  const outcome = digitizationOutcome(testCaseOf(card.expiryYear), evidence, call.issuer);
  const { issuerCardRefId, productId } = card;
  return replyWith(outcome, decision => ({ ...decision, issuerCardRefId, productId }));
});

/** `undefined` when the authentication value does not open. */
async function gatherEvidence(
  request: RequestCardDigitizationRequest,
  card: IdentifiedCard,
  call: Call,
): Promise<Evidence | undefined> {
  const csc = await judgeCsc(request, card, call);
  if (csc === undefined) return undefined;
  return {
    csc,
    cvvValidated: request.cvvValidated ?? false,
    captureMethod: request.cardCaptureInformation?.captureMethod,
  };
}

async function judgeCsc(
  { authenticationValue, publicKeyIdentifier }: RequestCardDigitizationRequest,
  card: IdentifiedCard,
  call: Call,
): Promise<Evidence['csc'] | undefined> {
  if (authenticationValue === undefined) return 'absent';
  const envelope = { text: authenticationValue, keyIdentifier: publicKeyIdentifier };
  const value = await openReceived(envelope, readAuthenticationValue, call);
  if (value === undefined) return undefined;
  const isRight =
    value.kind === 'csc'
      ? value.cvv === rightCsc(card)
      : isOwnProof(call.issuer.signing.privateKeyPem, { proof: value.text, fpan: card.pan ?? '' });
  return isRight ? 'right' : 'wrong';
}

/** American Express prints four digits. Of a card known by reference only, which is a domestic one, three are right. */
function rightCsc({ pan = '' }: IdentifiedCard): string {
  return /^3[47][0-9]{13}$/.test(pan) ? '1234' : '123';
}
