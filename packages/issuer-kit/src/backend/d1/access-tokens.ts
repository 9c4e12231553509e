import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** What the hub asks for access tokens with: OAuth 2.0 client credentials. */
export interface ClientCredentials {
  clientId: string;
  clientSecret: string;
}

/** An access token that was given out. */
export interface AccessToken {
  value: string;
  expires: Date;
}

/** Seconds that a token is good. */
export const tokenLifetime = 900;

/** Bytes: when it expires, what makes it unique, and the seal over both. */
const expiryBytes = 6;
const nonceBytes = 10;
const sealBytes = 16;

interface Client extends ClientCredentials {
  sealKey: Uint8Array;
}

/**
 * Access tokens of the issuer (Outbound OAuth2 API, get token). They are sealed with a key made from the client secret, so
 * that every process that knows the secret takes them, and none keeps them. A client that is removed takes its tokens along.
 */
export class AccessTokens {
  readonly #clients: readonly Client[];

  /** @param credentials several at once while the hub changes from one to the next */
  constructor(credentials: readonly ClientCredentials[], issuerId: string) {
    this.#clients = credentials.map(client => ({ ...client, sealKey: sealKeyOf(client, issuerId) }));
  }

  /** A token for a client; `undefined`: id or secret are wrong. */
  giveTo(given: ClientCredentials | undefined, now: Date): AccessToken | undefined {
    const client = this.#clients.find(
      ({ clientId, clientSecret }) =>
        clientId === given?.clientId && isSecret(given.clientSecret, clientSecret),
    );
    if (client === undefined) return undefined;
    const expires = new Date(now.getTime() + tokenLifetime * 1000);
    const content = Buffer.concat([Buffer.alloc(expiryBytes), randomBytes(nonceBytes)]);
    content.writeUIntBE(expires.getTime(), 0, expiryBytes);
    const value = Buffer.concat([content, sealOf(content, client)]).toString('base64url');
    return { value, expires };
  }

  /** Whether the `Authorization` header of a call opens the door. */
  open(authorization: string | undefined, now: Date): boolean {
    const value = /^Bearer +(?<value>[\w-]+)$/i.exec(authorization ?? '')?.groups?.['value'] ?? '';
    const token = Buffer.from(value, 'base64url');
    if (token.length !== expiryBytes + nonceBytes + sealBytes) return false;
    const content = token.subarray(0, -sealBytes);
    const isOurs = this.#clients.some(client =>
      timingSafeEqual(sealOf(content, client), token.subarray(-sealBytes)),
    );
    return isOurs && content.readUIntBE(0, expiryBytes) > now.getTime();
  }
}

/**
 * What a header `Basic …` holds, in either alphabet of base64: both are in use (Outbound OAuth2 API, get token).
 * `undefined` where it holds no credentials.
 */
export function readBasic(authorization: string | undefined): ClientCredentials | undefined {
  const encoded = /^Basic +(?<encoded>[A-Za-z0-9+/_-]+={0,2})$/i.exec(authorization ?? '')?.groups?.[
    'encoded'
  ];
  const text = Buffer.from(encoded ?? '', 'base64').toString('utf8');
  const { clientId, clientSecret } = /^(?<clientId>[^:]+):(?<clientSecret>.+)$/s.exec(text)?.groups ?? {};
  return clientId === undefined || clientSecret === undefined ? undefined : { clientId, clientSecret };
}

/** Whether a secret is the right one; how long that takes tells nothing of it. */
function isSecret(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function sealKeyOf({ clientId, clientSecret }: ClientCredentials, issuerId: string): Uint8Array {
  const use = `countermark access tokens of ${issuerId} for ${clientId}`;
  return new Uint8Array(hkdfSync('sha256', clientSecret, '', use, 32));
}

function sealOf(content: Uint8Array, { sealKey }: Client): Buffer {
  return createHmac('sha256', sealKey).update(content).digest().subarray(0, sealBytes);
}
