import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { createAuthority, issueTlsCertificate, validFor } from './certificates.ts';
import { addHubKey, type HubKeyKind, hubKeyKinds } from './hub-keys.ts';
import { writeCertifiedKey, writeSecret } from './key-files.ts';

/** Names by which peers on the same machine reach a hub. */
export const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '::1'];

export type HubIdentityResult =
  | { created: true; keyIdentifiers: Record<HubKeyKind, string> }
  /** Names of the files that stand in the way; nothing was written. */
  | { created: false; existing: string[] };

/** In days. The peers trust the authority and renew only what it signs. */
const lifetimes = { authority: 3650, tls: 730 } as const;

const identityFile = new RegExp(
  `^(?:(?:ca|server|client|(?:${hubKeyKinds.join('|')})-.+)\\.(?:pem|key)|vault\\.key|operator-token)$`,
);

/**
 * Makes everything that identifies a hub and keeps its secrets, in `folder`, made when missing:
 *
 * - `ca.pem`, `ca.key`: its own authority
 * - `server.pem`, `server.key`: its TLS server, at `hosts` (DNS names and IP addresses)
 * - `client.pem`, `client.key`: its TLS client towards issuers and wallets
 * - `<kind>-<keyIdentifier>.pem`, `.key`: one of each of `hubKeyKinds`
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

  const { authority, server, client } = await makeCertificates(hosts, new Date());
  await writeCertifiedKey(folder, 'ca', authority);
  await writeCertifiedKey(folder, 'server', server);
  await writeCertifiedKey(folder, 'client', client);
  await writeSecret(folder, 'vault.key', randomBytes(32).toString('base64'));
  await writeSecret(folder, 'operator-token', randomBytes(32).toString('base64url'));
  const keys = await Promise.all(
    hubKeyKinds.map(async kind => [kind, (await addHubKey(folder, kind)).keyIdentifier] as const),
  );
  return { created: true, keyIdentifiers: Object.fromEntries(keys) as Record<HubKeyKind, string> };
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
  };
}
