import { cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCertificationHub } from './certification-hub.ts';
import { writeIssuerKeys } from './issuer-keys.ts';

/** What tells a new issuer backend from others. */
export interface NewIssuer {
  /** 10 characters of `[A-Za-z0-9_-]`. */
  issuerId: string;
  /** TCP port that it listens on. */
  port: number;
}

/** The backend as it is written, but for what is made anew: keys, and the marks `{{issuerId}}` and `{{port}}`. */
const template = join(import.meta.dirname, 'template');

/** Files of the template that hold marks. */
const withMarks = ['issuer.env', 'certification.yaml', 'README.md'];

/** Writes a backend into a folder, which is made when missing, and is empty. */
export async function writeIssuer(folder: string, issuer: NewIssuer): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(template, folder, { recursive: true });
  await rename(join(folder, 'gitignore'), join(folder, '.gitignore')); // npm leaves files of that name out of packages
  for (const file of withMarks) await fillMarks(join(folder, file), issuer);
  await writeIssuerKeys(join(folder, 'keys'), issuer.issuerId);
  await writeCertificationHub(join(folder, 'certification', 'hub'));
}

/** Whether nothing is in a folder, or it is not there. */
export async function isEmptyFolder(folder: string): Promise<boolean> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return files.length === 0;
}

async function fillMarks(file: string, { issuerId, port }: NewIssuer): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replaceAll('{{issuerId}}', issuerId).replaceAll('{{port}}', String(port)));
}
