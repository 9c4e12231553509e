import { getIDnVMethodList as operation } from '@countermark/wire/issuer-gateway/get-idnv-method-list';
import type { IssuerBackend } from '../../../ports/issuer-backend.ts';
import { ask, type IssuerOutbound } from './post-message.ts';

/** Asks in which ways the cardholder can be verified (Issuer Gateway API, outbound methods). */
export function getIDnVMethodList(outbound: IssuerOutbound): IssuerBackend['getIDnVMethodList'] {
  return (call, body) => ask(outbound, call, { operation, body });
}
