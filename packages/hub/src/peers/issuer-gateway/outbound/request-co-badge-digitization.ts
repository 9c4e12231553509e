import { requestCoBadgeDigitization as operation } from '@countermark/wire/issuer-gateway-auxiliary/request-co-badge-digitization';
import type { IssuerBackend } from '../../../ports/issuer-backend.ts';
import { ask, type IssuerOutbound } from './post-message.ts';

/** Asks for the domestic card of a cobadged one (Issuer Gateway Auxiliary API, outbound). */
export function requestCoBadgeDigitization(
  outbound: IssuerOutbound,
): IssuerBackend['requestCoBadgeDigitization'] {
  return (call, body) => ask(outbound, call, { operation, body });
}
