import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { ClientCredentials, D1IssuerProfile } from './d1-profile.ts';

/** What an issuer's authorization server gave out. */
export interface AccessToken {
  value: string;
  issuerId: string;
  /** Epoch milliseconds. */
  expires: number;
}

/** Seconds that a token is good. */
export const tokenLifetime = 900;

/** The access tokens that the hub got of the issuers, in memory only: after a restart it has to ask anew. */
export class AccessTokens {
  readonly #issuers: readonly D1IssuerProfile[];
  readonly #now: () => Date;
  readonly #given = new Map<string, AccessToken>();

  constructor(issuers: readonly D1IssuerProfile[], now: () => Date) {
    this.#issuers = issuers;
    this.#now = now;
  }

  /** The issuer a client id was given by; `undefined`: none. */
  issuerOf(clientId: string): D1IssuerProfile | undefined {
    return this.#issuers.find(({ oauth2 }) => oauth2?.clientId === clientId);
  }

  give(issuerId: string): AccessToken {
    this.#forgetExpired();
    const expires = this.#now().getTime() + tokenLifetime * 1000;
    const token = { value: randomBytes(32).toString('base64url'), issuerId, expires };
    this.#given.set(token.value, token);
    return token;
  }

  /** Whether the `Authorization` header of a call opens the issuer's door. */
  opens({ issuerId, oauth2 }: D1IssuerProfile, authorization: string | undefined): boolean {
    if (oauth2 === null) return true;
    const value = /^Bearer (?<value>\S+)$/.exec(authorization ?? '')?.groups?.['value'] ?? '';
    const token = this.#given.get(value);
    return token?.issuerId === issuerId && token.expires > this.#now().getTime();
  }

  #forgetExpired(): void {
    const now = this.#now().getTime();
    for (const [value, { expires }] of this.#given) if (expires <= now) this.#given.delete(value);
  }
}

/**
 * What a header `Basic …` holds, in either alphabet of base64: both are in use (outbound OAuth2, get token).
 * `undefined` where it holds no credentials.
 */
export function readBasic(authorization: string | undefined): ClientCredentials | undefined {
  const encoded = /^Basic (?<encoded>[A-Za-z0-9+/_-]+={0,2})$/.exec(authorization ?? '')?.groups?.['encoded'];
  const text = Buffer.from(encoded ?? '', 'base64').toString('utf8');
  const { clientId, clientSecret } = /^(?<clientId>[^:]+):(?<clientSecret>.+)$/s.exec(text)?.groups ?? {};
  return clientId === undefined || clientSecret === undefined ? undefined : { clientId, clientSecret };
}

/** Whether a secret is the right one; how long that takes tells nothing of it. */
export function isSecret(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
