import { type Carrier, recogniseCarrier } from './carrier.ts';
import { examineCms } from './cms-examination.ts';
import type { Fact, Finding } from './finding.ts';
import type { ExaminationMeans, Inside } from './inside.ts';
import { examineJose } from './jose-examination.ts';

/** Everything there is to tell of an envelope. */
export interface Examination extends Inside {
  readonly kind: 'CMS' | 'JOSE' | 'UNKNOWN';
  /** `SOUND`: opened, nothing wrong; `UNOPENED`: nothing wrong as far as can be seen without the key. */
  readonly verdict: 'SOUND' | 'UNOPENED' | 'DEFECTIVE';
}

/** Looks at an envelope from the outside and, where a key fits, from the inside. */
export async function examineEnvelope(
  input: Uint8Array | string,
  means: ExaminationMeans,
): Promise<Examination> {
  const carrier = recogniseCarrier(input);
  const inside = await examineInside(carrier, means);
  const facts = [...formOf(carrier), ...inside.facts];
  const findings = [...findMisplaced(carrier, means), ...carrier.findings, ...inside.findings];
  const verdict = findings.length > 0 ? 'DEFECTIVE' : inside.plaintext ? 'SOUND' : 'UNOPENED';
  return { ...inside, kind: carrier.kind, verdict, facts, findings };
}

async function examineInside(carrier: Carrier, means: ExaminationMeans): Promise<Inside> {
  if (carrier.kind === 'CMS') return examineCms(carrier.text, means);
  if (carrier.kind === 'JOSE') return examineJose(carrier, means);
  return { facts: [], findings: [] };
}

function formOf(carrier: Carrier): Fact[] {
  if (carrier.kind === 'UNKNOWN') return [];
  return [{ name: 'form', value: `${carrier.kind}, ${carrier.form}` }];
}

function findMisplaced({ kind }: Carrier, { expected }: ExaminationMeans): Finding[] {
  if (kind === 'JOSE' && expected === 'CMS') return [joseForCms];
  if (kind === 'CMS' && expected === 'JWE') return [cmsForJose];
  return [];
}

const joseForCms: Finding = {
  defect: 'jose-where-cms-is-due',
  wrong: 'This is JOSE, but the Issuer Gateway API takes PKCS#7/CMS.',
  mend: 'Seal with CMS EnvelopedData: RSAES-OAEP with SHA-256 and AES-256-CBC.',
};
const cmsForJose: Finding = {
  defect: 'cms-where-jose-is-due',
  wrong: 'This is PKCS#7/CMS, but the D1 API takes a JWE.',
  mend: 'Seal as compact JWE: ECDH-ES, A256GCM, kid.',
};
