import { timingSafeEqual } from 'node:crypto';
import { otpLimits } from '../../core/one-time-password.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Tsp } from '../../ports/tsp.ts';
import type { Vault } from '../../ports/vault.ts';

/** Where a TSP's adapter keeps the hashed code of each token; a code that is set takes the place of the former. */
export interface CodeHashes {
  find(tspTokenId: string): Promise<string | null>;
  set(tspTokenId: string, otpHash: string | null): Promise<void>;
}

/** Codes for the verification of cardholders, made by the hub for a TSP whose API has none of its own. */
export function oneTimeCodes(parts: {
  hashes: CodeHashes;
  vault: Pick<Vault, 'fingerprint'>;
  ids: Pick<Ids, 'digits'>;
}): Pick<Tsp, 'makeOtp' | 'checkOtp' | 'dropOtp'> {
  const { hashes, vault, ids } = parts;
  // Bound to its token, so that equal codes of two tokens do not look alike.
  const hashOf = (tspTokenId: string, otp: string) => vault.fingerprint('otp', `${tspTokenId}:${otp}`);
  return {
    async makeOtp(tspTokenId) {
      const otp = ids.digits(otpLimits.digits);
      await hashes.set(tspTokenId, hashOf(tspTokenId, otp));
      return { otp };
    },
    async checkOtp(tspTokenId, otp) {
      const kept = await hashes.find(tspTokenId);
      return kept !== null && sameHash(kept, hashOf(tspTokenId, otp));
    },
    dropOtp: tspTokenId => hashes.set(tspTokenId, null),
  };
}

function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
