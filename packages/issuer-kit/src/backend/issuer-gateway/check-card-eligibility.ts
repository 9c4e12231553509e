import {
  type CheckCardEligibilityRequest,
  type CheckCardEligibilityResponse,
  checkCardEligibility as operation,
} from '@countermark/wire/issuer-gateway/check-card-eligibility';
import type { CardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { type CardEnvelope, envelopedCard } from './enveloped-card.ts';
import {
  type IssuerGatewayCall,
  type IssuerGatewayHandler,
  type ServedOperation,
  serveOperation,
} from './serve-operation.ts';

export interface CheckCardEligibilityCall extends IssuerGatewayCall {
  /** In the clear; `undefined`: `request.issuerCardRefId` names the card. */
  card: CardInfo | undefined;
  request: Omit<CheckCardEligibilityRequest, keyof CardEnvelope>;
}

/** May this card be tokenized, and by which reference and profile does it go? Opens an enrolment. */
export type CheckCardEligibility = IssuerGatewayHandler<
  CheckCardEligibilityCall,
  CheckCardEligibilityResponse
>;

export function serveCheckCardEligibility(handler: CheckCardEligibility): ServedOperation {
  return serveOperation(operation, async (message, { call, opener }) => {
    const { cipheredCardInfo, publicKeyIdentifier, ...request } = message;
    const card = await envelopedCard({ cipheredCardInfo, publicKeyIdentifier }, opener);
    return handler({ ...call, card, request });
  });
}
