import { X509Certificate } from 'node:crypto';
import type { PublicHubKey } from './hub-keys.ts';

/** A public key as JWK (RFC 7517), P-256. */
export interface PublicJwk {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
  kid: string;
  use: 'enc' | 'sig';
  alg: 'ECDH-ES' | 'ES256';
}

/** What issuers need of the hub's keys for the D1 APIs, newest first: what they seal with, and what access tokens are signed by. */
export function d1PublicKeys(keys: {
  'd1-encryption': readonly PublicHubKey[];
  'd1-token': readonly PublicHubKey[];
}): PublicJwk[] {
  return [
    ...keys['d1-encryption'].map(key => publicJwk(key, { use: 'enc', alg: 'ECDH-ES' })),
    ...keys['d1-token'].map(key => publicJwk(key, { use: 'sig', alg: 'ES256' })),
  ];
}

function publicJwk(
  { keyIdentifier, certificatePem }: PublicHubKey,
  purpose: Pick<PublicJwk, 'use' | 'alg'>,
): PublicJwk {
  const { x, y } = new X509Certificate(certificatePem).publicKey.export({ format: 'jwk' });
  if (x === undefined || y === undefined) throw new Error(`Key ${keyIdentifier} is not an EC key`);
  return { kty: 'EC', crv: 'P-256', x, y, kid: keyIdentifier, ...purpose };
}
