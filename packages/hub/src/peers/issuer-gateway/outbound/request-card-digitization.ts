import { requestCardDigitization as operation } from '@countermark/wire/issuer-gateway/request-card-digitization';
import type { IssuerBackend } from '../../../ports/issuer-backend.ts';
import { ask, type IssuerOutbound } from './post-message.ts';

/** Asks for the issuer's decision; a red one is an answer like the others (Issuer Gateway API, outbound methods). */
export function requestCardDigitization(outbound: IssuerOutbound): IssuerBackend['requestCardDigitization'] {
  return (call, body) => ask(outbound, call, { operation, body });
}
