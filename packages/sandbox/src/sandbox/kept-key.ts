import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertifiedKey } from '@countermark/hub/identity/certificates';

/** A key pair in the sandbox's folder. */
export interface KeyFiles {
  certificate: string;
  key: string;
}

/** One with a name that both sides call it by. */
export interface NamedKeyFiles extends KeyFiles {
  keyIdentifier: string;
}

/** The key of this name in `folder`; the first time it is made. */
export async function keptKey(
  folder: string,
  name: string,
  make: () => Promise<CertifiedKey>,
): Promise<KeyFiles> {
  const files = keyFiles(folder, name);
  const there = await readFile(files.key).catch(() => null);
  if (there) return files;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { certificatePem, privateKeyPem } = await make();
  await writeFile(files.certificate, certificatePem);
  await writeFile(files.key, privateKeyPem, { mode: 0o600 });
  return files;
}

export function keyFiles(folder: string, name: string): KeyFiles {
  return { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
}

/** The PEM texts of a key pair. */
export async function readKey(files: KeyFiles): Promise<CertifiedKey> {
  return {
    certificatePem: await readFile(files.certificate, 'utf8'),
    privateKeyPem: await readFile(files.key, 'utf8'),
  };
}
