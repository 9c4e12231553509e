import { decodeText } from '../text-encoding.ts';
import type { Finding } from './finding.ts';

/** What somebody hands over as an envelope, told apart by its form alone. */
export type Carrier =
  | {
      readonly kind: 'CMS';
      readonly form: string;
      readonly text: string;
      readonly findings: readonly Finding[];
    }
  | {
      readonly kind: 'JOSE';
      readonly form: string;
      readonly text: string;
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'UNKNOWN'; readonly findings: readonly Finding[] };

/**
 * Recognises hexadecimal, base64, base64url, DER or BER bytes, PEM, and JOSE in its compact and JSON forms. What the
 * wire does not allow (PEM, bytes, base64url, quotes, text encoded twice) is read all the same, and said to be wrong.
 *
 * @param input a file or an argument, as it came
 */
export function recogniseCarrier(input: Uint8Array | string): Carrier {
  const bytes = typeof input === 'string' ? Buffer.from(input, 'utf8') : Buffer.from(input);
  if (bytes[0] === 0x30 && !isText(bytes))
    return cms('DER or BER bytes', bytes.toString('base64'), [rawBytes]);
  const text = bytes.toString('utf8').trim();
  const quoted = /^"(?<inner>[^"]*)"$/s.exec(text)?.groups?.['inner'];
  if (quoted !== undefined) return noting(recogniseText(quoted), inQuotes);
  return recogniseText(text);
}

function recogniseText(text: string): Carrier {
  const pem = /-----BEGIN (?<label>[A-Z0-9 ]+)-----(?<body>[^-]*)-----END \k<label>-----/.exec(text)?.groups;
  if (pem) return recognisePem(pem['label'] ?? '', pem['body'] ?? '');
  if (text.startsWith('{')) return { kind: 'JOSE', form: 'JSON', text, findings: [joseInJson] };
  if (/^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){2,4}$/.test(text))
    return { kind: 'JOSE', form: 'compact', text, findings: [] };
  if (/^[A-Za-z0-9_-]+={0,2}$/.test(text) && /[_-]/.test(text)) {
    return noting(recogniseText(Buffer.from(text, 'base64url').toString('base64')), base64Url);
  }
  return recogniseEncoded(text);
}

function recognisePem(label: string, body: string): Carrier {
  if (!['PKCS7', 'CMS'].includes(label)) return { kind: 'UNKNOWN', findings: [pemOfOtherKind(label)] };
  return cms(`PEM (${label})`, body.replace(/\s+/g, ''), [pemArmour]);
}

function recogniseEncoded(text: string): Carrier {
  const decoded = decodeText(text);
  if (!decoded.decoded) return { kind: 'UNKNOWN', findings: [encodingFault(text, decoded.diagnosis)] };
  const inner = isText(decoded.bytes) ? Buffer.from(decoded.bytes).toString('latin1').trim() : null;
  if (inner === null || inner === text) return cms(decoded.encoding, text, []);
  const within = recogniseText(inner);
  return within.kind === 'UNKNOWN' ? cms(decoded.encoding, text, []) : noting(within, encodedTwice);
}

function isText(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes.every(byte => (byte >= 0x20 && byte < 0x7f) || [9, 10, 13].includes(byte));
}

function cms(form: string, text: string, findings: readonly Finding[]): Carrier {
  return { kind: 'CMS', form, text, findings };
}

function noting(carrier: Carrier, finding: Finding): Carrier {
  return { ...carrier, findings: [finding, ...carrier.findings] };
}

function encodingFault(text: string, diagnosis: 'too-large' | 'not-base64-or-hex'): Finding {
  const digits = text.replace(/\s+/g, '');
  if (/^[0-9a-fA-F]+$/.test(digits)) return oddHex;
  if (/%[0-9A-Fa-f]{2}/.test(text)) return urlEncoded;
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(digits)) return base64Length;
  return diagnosis === 'too-large' ? tooLarge : notEncoded;
}

const rawBytes: Finding = {
  defect: 'raw-bytes',
  wrong: 'These are the bytes of an envelope, not a text.',
  mend: 'In a message they are written as base64 or hexadecimal, as the issuer setting says.',
};
const inQuotes: Finding = {
  defect: 'in-quotes',
  wrong: 'The text stands in quotation marks of its own.',
  mend: 'Put the value into the JSON member as it is: a text serialised twice has quotes inside.',
};
const pemArmour: Finding = {
  defect: 'pem-armour',
  wrong: 'The envelope is armoured as PEM.',
  mend: 'Send the base64 alone: no BEGIN and END lines.',
};
const base64Url: Finding = {
  defect: 'base64url',
  wrong: 'The text is base64url (with - and _), which is for JOSE.',
  mend: 'Use the standard base64 alphabet (+ and /) with padding, or hexadecimal.',
};
const encodedTwice: Finding = {
  defect: 'encoded-twice',
  wrong: 'The text was encoded twice: what it decodes to is again an encoded envelope.',
  mend: 'Encode the bytes of the envelope once.',
};
const oddHex: Finding = {
  defect: 'odd-hex',
  wrong: 'The text is hexadecimal with an odd number of digits: one was lost, or a leading zero.',
  mend: 'Write every byte with two digits.',
};
const urlEncoded: Finding = {
  defect: 'url-encoded',
  wrong: 'The text is percent-encoded.',
  mend: 'Percent-encoding is for URLs and forms; in JSON the base64 stands as it is.',
};
const base64Length: Finding = {
  defect: 'base64-length',
  wrong: 'The base64 has a length that is no multiple of four: padding or characters are missing.',
  mend: 'Keep the = at the end, and look for a column or log that cuts the text off.',
};
const tooLarge: Finding = {
  defect: 'too-large',
  wrong: 'The text is far larger than any message needs.',
  mend: 'Seal the members of the plaintext only, not the whole request.',
};
const notEncoded: Finding = {
  defect: 'not-base64-or-hex',
  wrong: 'The text is neither base64 nor hexadecimal, nor JOSE.',
  mend: 'Encode the bytes of the envelope as base64 or hexadecimal.',
};
const joseInJson: Finding = {
  defect: 'jose-json',
  wrong: 'The envelope is JOSE in its JSON form.',
  mend: 'Use the compact form: five parts joined by dots.',
};
function pemOfOtherKind(label: string): Finding {
  return {
    defect: 'pem-of-other-kind',
    wrong: `This is a PEM ${label}, not an envelope.`,
    mend: 'Hand over the value of the encrypted member.',
  };
}
