import { describeEnvelope, type EnvelopeDescription, type RecipientDescription } from '../describing.ts';
import { openEnvelope } from '../opening.ts';
import { cmsFinding } from './cms-findings.ts';
import type { Fact, Finding } from './finding.ts';
import { type ExaminationMeans, type Inside, insideOf } from './inside.ts';

/** Examines a CMS envelope in base64 or hexadecimal. */
export async function examineCms(
  text: string,
  { cmsKeys, keyIdentifier, pkcs1v15 }: ExaminationMeans,
): Promise<Inside> {
  const description = describeEnvelope(text);
  if (!description.described) return { facts: [], findings: [cmsFinding(description.diagnosis)] };
  const facts = factsOf(description);
  if (cmsKeys.length === 0) return { facts, findings: outsideFindings(description, pkcs1v15) };
  const opened = await openEnvelope(text, { keys: cmsKeys, keyIdentifier, pkcs1v15 });
  if (!opened.opened) return { facts, findings: [cmsFinding(opened.diagnosis)] };
  const key = { name: 'opened with key', value: opened.keyIdentifier };
  return insideOf([...facts, key], opened.plaintext);
}

type Described = Extract<EnvelopeDescription, { described: true }>;

/** Without a key: what the algorithms alone tell. */
function outsideFindings(
  { contentEncryption, recipients, contentLength }: Described,
  pkcs1v15: ExaminationMeans['pkcs1v15'],
): Finding[] {
  const content =
    contentEncryption === 'AES-256-CBC' ? [] : [cmsFinding('content-algorithm-not-aes-256-cbc')];
  const missing = contentLength ? [] : [cmsFinding('content-missing')];
  return [...content, ...missing, ...recipients.flatMap(recipient => keyFindings(recipient, pkcs1v15))];
}

function keyFindings(recipient: RecipientDescription, pkcs1v15: ExaminationMeans['pkcs1v15']): Finding[] {
  if (recipient.kind !== 'KeyTransRecipientInfo') return [cmsFinding('key-algorithm-not-rsa')];
  const { algorithm, oaep } = recipient.keyEncryption;
  if (algorithm === 'RSAES-PKCS1-v1_5')
    return pkcs1v15 === 'allowed' ? [] : [cmsFinding('padding-not-allowed')];
  if (!oaep) return [cmsFinding('key-algorithm-not-rsa')];
  if (oaep.hash !== 'SHA-256') return [cmsFinding('oaep-hash-not-sha256')];
  if (oaep.maskGeneration !== 'MGF1 with SHA-256') return [cmsFinding('mgf1-not-sha256')];
  return oaep.label === 'empty' ? [] : [cmsFinding('oaep-label-not-empty')];
}

function factsOf({
  encodingRules,
  version,
  recipients,
  contentEncryption,
  contentLength,
}: Described): Fact[] {
  return [
    { name: 'encoding rules', value: encodingRules.toUpperCase() },
    { name: 'EnvelopedData', value: `version ${version}` },
    ...recipients.map(recipient => ({ name: 'recipient', value: recipientInWords(recipient) })),
    { name: 'content', value: `${contentEncryption}, ${contentLength ?? 0} bytes` },
  ];
}

function recipientInWords(recipient: RecipientDescription): string {
  if (recipient.kind !== 'KeyTransRecipientInfo') return recipient.kind;
  const { identifier, keyEncryption, encryptedKeyLength } = recipient;
  const { algorithm, oaep } = keyEncryption;
  const padding = oaep ? `${algorithm} (${oaep.hash}, ${oaep.maskGeneration})` : algorithm;
  const name =
    identifier.form === 'subjectKeyIdentifier'
      ? `key identifier ${identifier.keyIdentifier ?? identifier.value}`
      : `certificate ${identifier.serialNumber} of ${identifier.issuer}`;
  return `${name}; ${padding}; RSA ${encryptedKeyLength * 8} bits`;
}
