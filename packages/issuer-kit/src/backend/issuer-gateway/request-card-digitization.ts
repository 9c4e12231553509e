import {
  type AuthenticationValue,
  readAuthenticationValue,
} from '@countermark/wire/issuer-gateway/plaintext/authentication-value';
import type { CardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import {
  requestCardDigitization as operation,
  type RequestCardDigitizationRequest,
  type RequestCardDigitizationResponse,
} from '@countermark/wire/issuer-gateway/request-card-digitization';
import { type CardEnvelope, envelopedCard } from './enveloped-card.ts';
import type { EnvelopeOpener } from './open-envelope.ts';
import {
  type IssuerGatewayCall,
  type IssuerGatewayHandler,
  type ServedOperation,
  serveOperation,
} from './serve-operation.ts';

export interface RequestCardDigitizationCall extends IssuerGatewayCall {
  /** In the clear; `undefined`: `request.issuerCardRefId` names the card. */
  card: CardInfo | undefined;
  /** The security code that was typed, or a proof of the issuer's own application; `undefined`: neither came. */
  authenticationValue: AuthenticationValue | undefined;
  request: Omit<RequestCardDigitizationRequest, keyof CardEnvelope | 'authenticationValue'>;
}

/** Green, yellow or red? All three are answers; a refusal is for calls that cannot be decided. */
export type RequestCardDigitization = IssuerGatewayHandler<
  RequestCardDigitizationCall,
  RequestCardDigitizationResponse
>;

export function serveRequestCardDigitization(handler: RequestCardDigitization): ServedOperation {
  return serveOperation(operation, async (message, { call, opener }) => {
    const { cipheredCardInfo, publicKeyIdentifier, authenticationValue: sealed, ...request } = message;
    const card = await envelopedCard({ cipheredCardInfo, publicKeyIdentifier }, opener);
    const authenticationValue = await openProof(sealed, opener);
    return handler({ ...call, card, authenticationValue, request });
  });
}

/** `publicKeyIdentifier` is of the card, which may have been sealed under an older key: the envelope says its own. */
async function openProof(
  sealed: string | undefined,
  opener: EnvelopeOpener,
): Promise<AuthenticationValue | undefined> {
  if (sealed === undefined) return undefined;
  return opener.open({
    member: 'authenticationValue',
    text: sealed,
    keyIdentifier: undefined,
    read: readAuthenticationValue,
  });
}
