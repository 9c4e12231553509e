import type { OtpState } from '@countermark/wire/operator/verification';
import type { OtpChallenge } from '../../../core/one-time-password.ts';

export function viewChallenge({ methodId, expiresAt, attempts, sends }: OtpChallenge): OtpState {
  return { methodId, expiresAt: expiresAt.toISOString(), attempts, sends };
}
