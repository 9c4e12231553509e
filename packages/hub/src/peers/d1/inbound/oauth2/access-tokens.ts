import { createPrivateKey, createPublicKey } from 'node:crypto';
import {
  AccessTokenClaims,
  accessTokenScope,
  accessTokenSeconds,
} from '@countermark/wire/d1/oauth2/access-token';
import { readD1Message } from '@countermark/wire/d1/reading';
import { compactVerify, SignJWT } from 'jose';
import type { HubKey } from '../../../../identity/hub-keys.ts';
import type { Clock } from '../../../../ports/clock.ts';
import type { Ids } from '../../../../ports/ids.ts';
import { jsonIn } from '../../../json-api.ts';

/** The tokens that calls of the D1 APIs carry. */
export interface AccessTokens {
  issue(clientId: string): Promise<string>;
  /** Whose token it is; null: it is none of the hub's that is good now. */
  clientOf(token: string): Promise<string | null>;
}

/**
 * Access tokens as JWT, ES256 (Inbound OAuth2 API). Nothing but the hub's keys makes a token good: they sign nothing else,
 * and hubs that share them may be called by different names.
 *
 * @param keys newest first; it signs
 * @param parts.origin of the APIs, as issuers call them
 */
export function accessTokens(parts: {
  keys: readonly HubKey[];
  clock: Clock;
  ids: Pick<Ids, 'uuid'>;
  origin: () => string;
}): AccessTokens {
  const { clock, ids, origin } = parts;
  const keys = parts.keys.map(({ keyIdentifier, privateKeyPem }) => {
    const privateKey = createPrivateKey(privateKeyPem);
    return { keyIdentifier, privateKey, publicKey: createPublicKey(privateKey) };
  });
  const [newest] = keys;
  if (!newest) throw new Error('The hub has no key for access tokens');
  const now = () => Math.floor(clock.now().getTime() / 1000);
  return {
    async issue(clientId) {
      const iat = now();
      const claims: AccessTokenClaims = {
        iss: origin(),
        sub: clientId,
        aud: origin(),
        exp: iat + accessTokenSeconds,
        iat,
        jti: ids.uuid(),
        scope: accessTokenScope,
      };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: newest.keyIdentifier })
        .sign(newest.privateKey);
    },

    async clientOf(token) {
      const findKey = ({ kid }: { kid?: string }) => {
        const key = keys.find(({ keyIdentifier }) => keyIdentifier === kid);
        if (!key) throw new Error('Not a key of the hub');
        return key.publicKey;
      };
      const verified = await compactVerify(token, findKey, { algorithms: ['ES256'] }).catch(() => null);
      if (!verified) return null;
      const value = jsonIn(verified.payload);
      const claims = readD1Message({ schema: AccessTokenClaims, value, leniency: 'exact' });
      return claims.ok && now() < claims.message.exp ? claims.message.sub : null;
    },
  };
}
