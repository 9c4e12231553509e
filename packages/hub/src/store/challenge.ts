import type { OtpChallenge } from '../core/one-time-password.ts';
import type { AsJson } from './schema/document.ts';

/** A challenge as it comes out of its JSON column. */
export function toChallenge(challenge: AsJson<OtpChallenge>): OtpChallenge {
  return { ...challenge, expiresAt: new Date(challenge.expiresAt) };
}
