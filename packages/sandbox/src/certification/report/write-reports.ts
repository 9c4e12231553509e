import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertificationResult } from '../certification-result.ts';
import { htmlReport } from './html.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { type ReportKey, signReport } from './signature.ts';

/** What lies in a folder of reports. */
export const reportFiles = {
  html: 'certification.html',
  json: 'certification.json',
  signature: 'certification.json.jws',
  /** The certificate of the key that signed. */
  key: 'certification-key.pem',
  junit: 'certification.junit.xml',
} as const;

/** Writes every report of a run into `folder`, which is made where it is not there; those of an earlier run are replaced. */
export async function writeReports(
  folder: string,
  { result, key }: { result: CertificationResult; key: ReportKey },
): Promise<void> {
  const json = jsonReport(result);
  const signed = {
    file: reportFiles.json,
    sha256: createHash('sha256').update(json).digest('hex'),
    keyIdentifier: key.keyIdentifier,
  };
  const contents: Readonly<Record<keyof typeof reportFiles, string>> = {
    html: htmlReport(result, signed),
    json,
    signature: `${await signReport(json, key)}\n`,
    key: key.certificatePem,
    junit: junitReport(result),
  };
  await mkdir(folder, { recursive: true });
  for (const [kind, name] of Object.entries(reportFiles)) {
    await writeFile(join(folder, name), contents[kind as keyof typeof reportFiles]);
  }
}
