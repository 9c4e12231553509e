import { deliverOtp as operation } from '@countermark/wire/d1/outbound/deliver-otp';
import type { D1Backend } from '../../../ports/d1-backend.ts';
import { ask, type D1Outbound } from './call-issuer.ts';

/** Has the issuer deliver a one-time password (Outbound Consumer API). */
export function deliverOtp(outbound: D1Outbound): D1Backend['deliverOtp'] {
  return (call, { consumerId, ...body }) =>
    ask(outbound, call, {
      operation,
      api: 'consumers',
      parameters: { issuerId: call.issuer.issuerId, consumerId },
      body,
    });
}
