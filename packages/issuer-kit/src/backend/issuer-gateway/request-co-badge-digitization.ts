import {
  type CardInfo,
  readCardInfo,
  writeCardInfo,
} from '@countermark/wire/issuer-gateway/plaintext/card-info';
import {
  requestCoBadgeDigitization as operation,
  type RequestCoBadgeDigitizationRequest,
  type RequestCoBadgeDigitizationResponse,
} from '@countermark/wire/issuer-gateway-auxiliary/request-co-badge-digitization';
import type { HubEnvelope } from '../../keys/hub-envelope.ts';
import type { CardEnvelope } from './enveloped-card.ts';
import { IssuerGatewayRefusal } from './refusal.ts';
import {
  type IssuerGatewayCall,
  type IssuerGatewayHandler,
  type ServedOperation,
  serveOperation,
} from './serve-operation.ts';

export interface RequestCoBadgeDigitizationCall extends IssuerGatewayCall {
  /** The international card, in the clear. */
  card: CardInfo;
  request: Omit<RequestCoBadgeDigitizationRequest, keyof CardEnvelope>;
}

/** The domestic card, in the clear: it leaves the backend sealed for the hub. */
export interface DomesticCard extends Omit<RequestCoBadgeDigitizationResponse, keyof CardEnvelope> {
  card: CardInfo;
}

/** Which domestic card goes with this international one? Refusals: 116, 163. */
export type RequestCoBadgeDigitization = IssuerGatewayHandler<RequestCoBadgeDigitizationCall, DomesticCard>;

export function serveRequestCoBadgeDigitization(
  handler: RequestCoBadgeDigitization,
  hub: HubEnvelope,
): ServedOperation {
  return serveOperation(operation, async (message, { call, opener }) => {
    const { cipheredCardInfo: text, publicKeyIdentifier: keyIdentifier, ...request } = message;
    const member = 'cipheredCardInfo';
    const international = await opener.open({ member, text, keyIdentifier, read: readCardInfo });
    const outcome = await handler({ ...call, card: international, request });
    if (outcome instanceof IssuerGatewayRefusal) return outcome;
    const { card, ...answer } = outcome;
    const cipheredCardInfo = await hub.seal(writeCardInfo(card));
    return { ...answer, cipheredCardInfo, publicKeyIdentifier: hub.keyIdentifier };
  });
}
