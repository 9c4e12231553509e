import { requestDeviceBinding as operation } from '@countermark/wire/issuer-gateway/request-device-binding';
import type { IssuerBackend } from '../../../ports/issuer-backend.ts';
import { ask, type IssuerOutbound } from './post-message.ts';

/** Asks for the issuer's decision on binding a token to a device (Issuer Gateway API, outbound methods). */
export function requestDeviceBinding(outbound: IssuerOutbound): IssuerBackend['requestDeviceBinding'] {
  return (call, body) => ask(outbound, call, { operation, body });
}
