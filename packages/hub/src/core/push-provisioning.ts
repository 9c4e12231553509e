import {
  type AuthorizationClaims,
  pushWallets,
} from '@countermark/wire/push-provisioning/authorization-code';
import type { PushPayload } from '@countermark/wire/push-provisioning/push-payload';

const minute = 60_000;

export const pushLimits = {
  /** Between `iat` and `exp` of a code. */
  codeLife: 15 * minute,
  /** Between `iat` and `validUntil` of a payload. */
  payloadLife: 5 * minute,
  /** How much the clocks of two parties may differ. */
  skew: minute,
} as const;

/** What may be used once, and how long it is remembered. */
export interface UsedOnce {
  issuerId: string;
  /** `jti …` of a code, `nonce …` of a payload; a code without a name of its own is known by its fingerprint. */
  codeId: string;
  /** Later than this it is refused for its age. */
  forgetAfter: Date;
}

/** Why a code or payload is not good, for the hub's own trace; null: it is. */
export type PushFault = string | null;

/** Whether the claims of a code, whose signature is right, are good now. */
export function codeFault({ iat, exp }: AuthorizationClaims, now: Date): PushFault {
  return lifeFault({ from: iat, until: exp, longest: pushLimits.codeLife, now });
}

/** Whether a payload that opened is good now. */
export function payloadFault({ iat, validUntil }: PushPayload, now: Date): PushFault {
  return lifeFault({ from: iat, until: validUntil, longest: pushLimits.payloadLife, now });
}

/** What is good until then, in seconds since 1970, is refused for its age after this. */
export function forgetAfter(until: number): Date {
  return new Date(until * 1000 + pushLimits.skew);
}

export function isForWallet({ aud }: AuthorizationClaims, walletProviderId: string): boolean {
  return pushWallets[aud] === walletProviderId;
}

function lifeFault(life: { from: number; until: number; longest: number; now: Date }): PushFault {
  const from = life.from * 1000;
  const until = life.until * 1000;
  const now = life.now.getTime();
  if (until <= from) return 'it ends before it begins';
  if (until - from > life.longest) return `it is good for more than ${life.longest / minute} minutes`;
  if (from > now + pushLimits.skew) return 'it is from the future';
  return until + pushLimits.skew < now ? 'it is expired' : null;
}
