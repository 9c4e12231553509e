import { isJsonObject } from '../../annotated-schema.ts';
import { openJwe } from '../jwe.ts';
import type { Carrier } from './carrier.ts';
import type { Fact, Finding } from './finding.ts';
import { type ExaminationMeans, type Inside, insideOf } from './inside.ts';
import { jweFinding } from './jwe-findings.ts';

/** Examines a JWE, and tells a JWS from it. */
export async function examineJose(
  { text, form }: Extract<Carrier, { kind: 'JOSE' }>,
  { jweKeys }: ExaminationMeans,
): Promise<Inside> {
  if (form !== 'compact') return { facts: [], findings: [] };
  const parts = text.split('.');
  const header = readHeader(parts[0] ?? '');
  const facts = header ? headerFacts(header) : [];
  if (parts.length === 3) return { facts, findings: [signedNotEncrypted] };
  if (jweKeys.size > 0) return opened(facts, text, jweKeys);
  // Without a key the header is judged with none: all but the key is looked at before it is sought.
  const outside = await openJwe(text, () => undefined);
  const wrong = outside.opened || outside.why === 'unknown-key-identifier' ? [] : [jweFinding(outside.why)];
  return { facts, findings: wrong };
}

async function opened(
  facts: readonly Fact[],
  text: string,
  keys: ExaminationMeans['jweKeys'],
): Promise<Inside> {
  const jwe = await openJwe(text, keyIdentifier => keys.get(keyIdentifier));
  if (!jwe.opened) return { facts, findings: [jweFinding(jwe.why)] };
  return insideOf([...facts, { name: 'opened with key', value: jwe.keyIdentifier }], jwe.plaintext);
}

function readHeader(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const header: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isJsonObject(header) ? header : null;
  } catch {
    return null;
  }
}

function headerFacts(header: Readonly<Record<string, unknown>>): Fact[] {
  const shown = ['alg', 'enc', 'kid', 'zip', 'typ', 'cty'].filter(name => typeof header[name] === 'string');
  const epk = header['epk'];
  const curve =
    isJsonObject(epk) && typeof epk['crv'] === 'string' ? [{ name: 'epk', value: epk['crv'] }] : [];
  return [...shown.map(name => ({ name, value: String(header[name]) })), ...curve];
}

const signedNotEncrypted: Finding = {
  defect: 'signed-not-encrypted',
  wrong: 'This is a JWS: it is signed, and anybody can read it.',
  mend: 'Encrypt (JWE); what was sent like this has been seen by whoever stood in between.',
};
