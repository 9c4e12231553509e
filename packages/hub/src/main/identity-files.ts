import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertifiedKey } from '../identity/certificates.ts';
import type { HubEnvelopeKey } from '../peers/hub-envelopes.ts';
import { ConfigError } from './config.ts';

/** What a hub is known by, as read from its identity folder. */
export interface IdentityFiles {
  authorityPem: string;
  client: CertifiedKey;
  /** Newest first. */
  envelopeKeys: HubEnvelopeKey[];
  vaultKeyFile: string;
  operatorToken: string;
}

const envelopeFile = /^envelope-(?<keyIdentifier>[A-Za-z0-9_.-]{1,64})\.pem$/;

/** Reads the files that `countermark keys create` wrote. */
export async function readIdentity(folder: string): Promise<IdentityFiles> {
  const names = await readdir(folder).catch(() => {
    throw new ConfigError(`No identity in ${folder}: create it with \`countermark keys create ${folder}\``);
  });
  const read = async (name: string) =>
    readFile(join(folder, name), 'utf8').catch(() => {
      throw new ConfigError(
        `${join(folder, name)} is missing: the folder must hold what \`countermark keys create\` wrote`,
      );
    });
  const keyIdentifiers = names.flatMap(name => envelopeFile.exec(name)?.groups?.['keyIdentifier'] ?? []);
  return {
    authorityPem: await read('ca.pem'),
    client: { certificatePem: await read('client.pem'), privateKeyPem: await read('client.key') },
    envelopeKeys: newestFirst(
      await Promise.all(
        keyIdentifiers.map(async keyIdentifier => ({
          keyIdentifier,
          certificatePem: await read(`envelope-${keyIdentifier}.pem`),
          privateKeyPem: await read(`envelope-${keyIdentifier}.key`),
        })),
      ),
    ),
    vaultKeyFile: join(folder, 'vault.key'),
    operatorToken: (await read('operator-token')).trim(),
  };
}

function newestFirst(keys: readonly HubEnvelopeKey[]): HubEnvelopeKey[] {
  const madeAt = ({ certificatePem }: HubEnvelopeKey) =>
    Date.parse(new X509Certificate(certificatePem).validFrom);
  return keys.toSorted((a, b) => madeAt(b) - madeAt(a));
}
