import { sendOTP as operation } from '@countermark/wire/issuer-gateway/send-otp';
import type { IssuerBackend } from '../../../ports/issuer-backend.ts';
import { ask, type IssuerOutbound } from './post-message.ts';

/** Has the issuer deliver a one-time password; never sent twice (Issuer Gateway API, outbound methods). */
export function sendOTP(outbound: IssuerOutbound): IssuerBackend['sendOTP'] {
  return (call, body) => ask(outbound, call, { operation, body, resend: 'NEVER' });
}
