import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertifiedKey } from '../identity/certificates.ts';
import { type HubKey, type HubKeyKind, hubKeysIn, newestFirst } from '../identity/hub-keys.ts';
import { ConfigError } from './config.ts';

/** What a hub is known by, as read from its identity folder. */
export interface IdentityFiles {
  authorityPem: string;
  client: CertifiedKey;
  /** Of each kind, newest first. */
  keys: Record<HubKeyKind, readonly HubKey[]>;
  vaultKeyFile: string;
  operatorToken: string;
}

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
  const keysOf = async (kind: HubKeyKind) => {
    const named = hubKeysIn(names).filter(key => key.kind === kind);
    if (named.length > 0) return newestFirst(await Promise.all(named.map(readKey)));
    throw new ConfigError(
      `${folder} holds no ${kind} key: \`countermark keys add ${folder}\` makes what older releases did not`,
    );
  };
  const readKey = async ({ kind, keyIdentifier }: { kind: HubKeyKind; keyIdentifier: string }) => ({
    keyIdentifier,
    certificatePem: await read(`${kind}-${keyIdentifier}.pem`),
    privateKeyPem: await read(`${kind}-${keyIdentifier}.key`),
  });
  return {
    authorityPem: await read('ca.pem'),
    client: { certificatePem: await read('client.pem'), privateKeyPem: await read('client.key') },
    keys: {
      envelope: await keysOf('envelope'),
      'd1-encryption': await keysOf('d1-encryption'),
      'd1-token': await keysOf('d1-token'),
    },
    vaultKeyFile: join(folder, 'vault.key'),
    operatorToken: (await read('operator-token')).trim(),
  };
}
