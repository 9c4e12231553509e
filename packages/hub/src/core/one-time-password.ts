/** The limits of one verification by code: 6 digits, 10 minutes, 3 tries, 3 sends (each send voids the former code). */
export const otpLimits = { digits: 6, lifetime: 10 * 60 * 1000, attempts: 3, sends: 3 } as const;

/** Where the verification of one enrolment stands. The code itself is with the TSP, hashed. */
export interface OtpChallenge {
  methodId: string;
  expiresAt: Date;
  attempts: number;
  sends: number;
}

/** Result vocabulary of code entry. */
export type OtpResult = 'SUCCESS' | 'INCORRECT_CODE' | 'INCORRECT_CODE_RETRIES_EXCEEDED' | 'EXPIRED_CODE';

export function maySend(challenge: OtpChallenge | null): boolean {
  return (challenge?.sends ?? 0) < otpLimits.sends;
}

export function nextSend(challenge: OtpChallenge | null, methodId: string, now: Date): OtpChallenge {
  return {
    methodId,
    expiresAt: new Date(now.getTime() + otpLimits.lifetime),
    attempts: 0,
    sends: (challenge?.sends ?? 0) + 1,
  };
}

/**
 * The challenge after a code that did not reach the user, which counts for nothing; null when no other was sent. The
 * former code is void all the same, but one that was asked for meanwhile stands.
 */
export function withoutSend(challenge: OtpChallenge, failed: OtpChallenge, now: Date): OtpChallenge | null {
  const sends = challenge.sends - 1;
  if (sends === 0) return null;
  return { ...challenge, sends, ...(isSameSend(challenge, failed) && { expiresAt: now }) };
}

/** True when nothing was sent after it. */
export function isSameSend(challenge: OtpChallenge, other: OtpChallenge): boolean {
  return challenge.expiresAt.getTime() === other.expiresAt.getTime();
}

/** What one code entry comes to, and the challenge after it. An expired code costs no try. */
export function judgeEntry(
  challenge: OtpChallenge,
  entry: { matches: boolean; now: Date },
): { result: OtpResult; challenge: OtpChallenge } {
  if (challenge.attempts >= otpLimits.attempts)
    return { result: 'INCORRECT_CODE_RETRIES_EXCEEDED', challenge };
  if (entry.now >= challenge.expiresAt) return { result: 'EXPIRED_CODE', challenge };
  if (entry.matches) return { result: 'SUCCESS', challenge };
  const attempts = challenge.attempts + 1;
  const exceeded = attempts >= otpLimits.attempts;
  return {
    result: exceeded ? 'INCORRECT_CODE_RETRIES_EXCEEDED' : 'INCORRECT_CODE',
    challenge: { ...challenge, attempts },
  };
}
