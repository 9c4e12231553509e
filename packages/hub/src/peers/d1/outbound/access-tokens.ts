import { isDeepStrictEqual } from 'node:util';
import type { D1OAuth2Settings, Issuer } from '../../../core/issuer.ts';
import type { Clock } from '../../../ports/clock.ts';
import { type FetchedToken, fetchToken, type TokenOutbound } from './get-token.ts';

/** An access token, `null` where the issuer wants none; or why there is none at present. */
export type AccessToken = { ok: true; token: string | null } | { ok: false; reason: string };

/** Access tokens for the calls to issuers, each fetched once and kept while it is good. */
export interface AccessTokens {
  /** Waits `timeLimit` milliseconds at most. `rejected`: a token that the issuer does not take any more. */
  of(
    issuer: Issuer,
    call: { correlationId: string; timeLimit: number; rejected?: string },
  ): Promise<AccessToken>;
}

/** A token is used no longer than until this long before it expires, in milliseconds. */
const margin = 60_000;

interface KeptToken {
  /** Whose it is: with other settings it is another's. */
  settings: D1OAuth2Settings;
  token: string;
  goodUntil: Date;
}

/** Calls that need a token at once share one request for it; it goes on when one of them can wait no longer. */
export function accessTokens(outbound: TokenOutbound & { clock: Clock }): AccessTokens {
  const kept = new Map<string, KeptToken>();
  const underWay = new Map<string, { settings: D1OAuth2Settings; fetched: Promise<FetchedToken> }>();

  function keptToken(issuerId: string, settings: D1OAuth2Settings): string | undefined {
    const known = kept.get(issuerId);
    if (!known || !isDeepStrictEqual(known.settings, settings)) return undefined;
    return known.goodUntil > outbound.clock.now() ? known.token : undefined;
  }

  function fetchOnce(
    issuer: Issuer,
    { settings, correlationId }: { settings: D1OAuth2Settings; correlationId: string },
  ): Promise<FetchedToken> {
    const { issuerId } = issuer;
    const begun = underWay.get(issuerId);
    if (begun && isDeepStrictEqual(begun.settings, settings)) return begun.fetched;
    const askedAt = outbound.clock.now();
    const fetched = fetchToken(outbound, issuer, { settings, correlationId })
      .then(answer => {
        if (answer.ok) {
          const goodUntil = new Date(askedAt.getTime() + answer.lifetime - margin);
          kept.set(issuerId, { settings, token: answer.token, goodUntil });
        }
        return answer;
      })
      .finally(() => {
        if (underWay.get(issuerId)?.fetched === fetched) underWay.delete(issuerId);
      });
    underWay.set(issuerId, { settings, fetched });
    return fetched;
  }

  return {
    async of(issuer, { correlationId, timeLimit, rejected }) {
      const settings = issuer.settings.d1?.oauth2 ?? null;
      if (settings === null) return { ok: true, token: null };
      const known = keptToken(issuer.issuerId, settings);
      if (known !== undefined && known !== rejected) return { ok: true, token: known };
      return within(timeLimit, fetchOnce(issuer, { settings, correlationId }));
    },
  };
}

async function within(timeLimit: number, fetched: Promise<FetchedToken>): Promise<AccessToken> {
  const limit = Promise.withResolvers<AccessToken>();
  const timer = setTimeout(() => limit.resolve({ ok: false, reason: 'no access token in time' }), timeLimit);
  try {
    return await Promise.race([fetched, limit.promise]);
  } finally {
    clearTimeout(timer);
  }
}
