import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertifiedKey } from './certificates.ts';

/** Writes `<name>.pem` and `<name>.key`; neither may be there. */
export async function writeCertifiedKey(
  folder: string,
  name: string,
  certified: CertifiedKey,
): Promise<void> {
  await writeFile(join(folder, `${name}.pem`), certified.certificatePem, { mode: 0o644, flag: 'wx' });
  await writeSecret(folder, `${name}.key`, certified.privateKeyPem);
}

/** Writes a file for its owner's eyes only; it may not be there. */
export function writeSecret(folder: string, name: string, secret: string): Promise<void> {
  return writeFile(join(folder, name), secret, { mode: 0o600, flag: 'wx' });
}
