import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import {
  selfSignEcCertificate,
  selfSignEnvelopeCertificate,
  selfSignTlsCertificate,
  validFor,
} from '@countermark/hub/identity/certificates';
import { loopbackHosts } from '@countermark/hub/identity/hub-identity';
import { writeCertifiedKey, writeSecret } from '@countermark/hub/identity/key-files';

/** In days. Client certificates may be good for two years (Issuer Gateway API, connectivity). */
const lifetimes = { tls: 730, keys: 1825 } as const;

/**
 * Makes the keys of an issuer in a folder of their own: `<name>.pem` and `<name>.key` of
 *
 * - `server`, its TLS server, and `client`, what it calls the hub with
 * - `envelope-1` and `envelope-2`, which the hub seals PKCS#7 for: two, so that one can follow the other
 * - `d1-encryption`, which the hub seals JWE for, and `d1-signing`, which it knows the issuer's signatures by
 *
 * and `d1-client-secret`, what the hub gets access tokens with.
 */
export async function writeIssuerKeys(folder: string, issuerId: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const now = new Date();
  const tls = { validity: validFor(lifetimes.tls, now) };
  const keys = { commonName: issuerId, validity: validFor(lifetimes.keys, now) };
  const [commonName = ''] = loopbackHosts;
  const made = {
    server: selfSignTlsCertificate({ commonName, use: { role: 'server', hosts: loopbackHosts }, ...tls }),
    client: selfSignTlsCertificate({ commonName: issuerId, use: { role: 'client' }, ...tls }),
    'envelope-1': selfSignEnvelopeCertificate({ ...keys, modulusLength: 2048 }),
    'envelope-2': selfSignEnvelopeCertificate({ ...keys, modulusLength: 2048 }),
    'd1-encryption': selfSignEcCertificate({ ...keys, keyUsage: 'keyAgreement' }),
    'd1-signing': selfSignEcCertificate({ ...keys, keyUsage: 'digitalSignature' }),
  };
  for (const [name, key] of Object.entries(made)) await writeCertifiedKey(folder, name, await key);
  await writeSecret(folder, 'd1-client-secret', randomBytes(32).toString('base64url'));
}
