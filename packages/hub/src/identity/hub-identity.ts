import { randomBytes } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CertifiedKey,
  createAuthority,
  issueTlsCertificate,
  keyIdentifierOf,
  selfSignEnvelopeCertificate,
  validFor,
} from './certificates.ts';

/** Names by which peers on the same machine reach a hub. */
export const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '::1'];

export type HubIdentityResult =
  | { created: true; keyIdentifier: string }
  /** Names of the files that stand in the way; nothing was written. */
  | { created: false; existing: string[] };

/** In days. The peers trust the authority and renew only what it signs. */
const lifetimes = { authority: 3650, tls: 730, envelope: 1825 } as const;

const identityFile = /^(?:(?:ca|server|client|envelope-.+)\.(?:pem|key)|vault\.key|operator-token)$/;

/**
 * Makes everything that identifies a hub and keeps its secrets, in `folder`, made when missing:
 *
 * - `ca.pem`, `ca.key`: its own authority
 * - `server.pem`, `server.key`: its TLS server, at `hosts` (DNS names and IP addresses)
 * - `client.pem`, `client.key`: its TLS client towards issuers and wallets
 * - `envelope-<keyIdentifier>.pem`, `.key`: what peers seal PKCS#7 envelopes for it with (RSA 2048)
 * - `vault.key`: 32 random bytes in base64, under which card numbers are kept
 * - `operator-token`: the bearer token of the operator API
 *
 * Secrets are readable by their owner only. Existing files are never overwritten: a lost vault key is lost cards.
 */
export async function createHubIdentity(
  folder: string,
  hosts: readonly string[] = loopbackHosts,
): Promise<HubIdentityResult> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const existing = (await readdir(folder)).filter(name => identityFile.test(name));
  if (existing.length > 0) return { created: false, existing };

  const { authority, server, client, envelope } = await makeCertificates(hosts, new Date());
  const keyIdentifier = keyIdentifierOf(envelope.certificatePem);
  await writeCertifiedKey(folder, 'ca', authority);
  await writeCertifiedKey(folder, 'server', server);
  await writeCertifiedKey(folder, 'client', client);
  await writeCertifiedKey(folder, `envelope-${keyIdentifier}`, envelope);
  await writeSecret(folder, 'vault.key', randomBytes(32).toString('base64'));
  await writeSecret(folder, 'operator-token', randomBytes(32).toString('base64url'));
  return { created: true, keyIdentifier };
}

async function makeCertificates(hosts: readonly string[], now: Date) {
  const tls = validFor(lifetimes.tls, now);
  const authority = await createAuthority({
    commonName: 'Countermark hub authority',
    validity: validFor(lifetimes.authority, now),
  });
  return {
    authority,
    server: await issueTlsCertificate(authority, {
      commonName: hosts[0] ?? 'Countermark hub',
      use: { role: 'server', hosts },
      validity: tls,
    }),
    client: await issueTlsCertificate(authority, {
      commonName: 'Countermark hub client',
      use: { role: 'client' },
      validity: tls,
    }),
    envelope: await selfSignEnvelopeCertificate({
      commonName: 'Countermark hub envelope',
      modulusLength: 2048,
      validity: validFor(lifetimes.envelope, now),
    }),
  };
}

async function writeCertifiedKey(folder: string, name: string, certified: CertifiedKey): Promise<void> {
  await writeFile(join(folder, `${name}.pem`), certified.certificatePem, { mode: 0o644, flag: 'wx' });
  await writeSecret(folder, `${name}.key`, certified.privateKeyPem);
}

function writeSecret(folder: string, name: string, secret: string): Promise<void> {
  return writeFile(join(folder, name), secret, { mode: 0o600, flag: 'wx' });
}
