import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CertifiedKey,
  issueTlsCertificate,
  selfSignEcCertificate,
  validFor,
} from '@countermark/hub/identity/certificates';
import { writeD1ClientName } from '@countermark/hub/identity/d1-client-name';
import { type KeyFiles, keptKey, type NamedKeyFiles } from './kept-key.ts';

/** Keys and secrets of an issuer that speaks D1. */
export interface D1IssuerFiles {
  /** The hub's authority certified it. */
  client: KeyFiles;
  signing: NamedKeyFiles;
  encryption: NamedKeyFiles;
  /** What the hub gets its access tokens for. */
  clientSecret: string;
}

/** In days. */
const lifetimes = { tls: 700, keys: 1825 };

/** Makes what is not there yet. The hub's authority lies in the same sandbox, and signs at once. */
export async function d1IssuerFiles(
  folder: string,
  { issuerId, authority }: { issuerId: string; authority: CertifiedKey },
): Promise<D1IssuerFiles> {
  const certified = (keyUsage: 'digitalSignature' | 'keyAgreement') => () =>
    selfSignEcCertificate({ commonName: issuerId, keyUsage, validity: validFor(lifetimes.keys, new Date()) });
  return {
    client: await keptKey(folder, 'client', () =>
      issueTlsCertificate(authority, {
        commonName: writeD1ClientName({ keyType: 'ECDSA', clientId: issuerId, environment: 'PPR' }),
        use: { role: 'client' },
        validity: validFor(lifetimes.tls, new Date()),
      }),
    ),
    signing: {
      keyIdentifier: 'signing',
      ...(await keptKey(folder, 'signing', certified('digitalSignature'))),
    },
    encryption: {
      keyIdentifier: 'cards',
      ...(await keptKey(folder, 'cards', certified('keyAgreement'))),
    },
    clientSecret: await keptSecret(folder, 'client-secret'),
  };
}

async function keptSecret(folder: string, name: string): Promise<string> {
  const file = join(folder, name);
  const there = await readFile(file, 'utf8').catch(() => null);
  if (there !== null) return there.trim();
  const secret = randomBytes(24).toString('base64url');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}
