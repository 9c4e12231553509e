import { isJsonObject } from '../../annotated-schema.ts';
import { isExpiry } from '../../card/expiry.ts';
import { isPan } from '../../card/pan.ts';
import { scrubPans } from '../../card/scrub.ts';
import type { Finding } from './finding.ts';

/** What was decrypted: as it may be shown to people, and what is wrong with it. */
export interface Plaintext {
  /** JSON members with card data masked; null when it is no JSON object. */
  readonly masked: Readonly<Record<string, unknown>> | null;
  readonly findings: readonly Finding[];
}

const panMembers = ['fpan', 'pan', 'oldFPAN', 'newFPAN', 'token'] as const;
const expiryMembers = ['exp', 'oldExpDate', 'newExpDate', 'tokenExpiryDate'] as const;

/** Names that other APIs have for the members of ours. */
const misnamed: Readonly<Record<string, string>> = {
  PAN: 'fpan (D1: pan)',
  primaryAccountNumber: 'fpan (D1: pan)',
  cardNumber: 'fpan (D1: pan)',
  accountNumber: 'fpan (D1: pan)',
  expDate: 'exp',
  expiry: 'exp',
  expiryDate: 'exp',
  expirationDate: 'exp',
  cvc: 'cvv',
  cvv2: 'cvv',
  csc: 'cvv',
};

/** Judges the content of an envelope against what every message of both families asks of card data. */
export function examinePlaintext(bytes: Uint8Array): Plaintext {
  const text = readText(bytes);
  if (typeof text !== 'string') return { masked: null, findings: [text] };
  const value = parseJson(text);
  if (!isJsonObject(value))
    return { masked: null, findings: [typeof value === 'string' ? jsonTwice : notJson] };
  return { masked: maskMembers(value), findings: memberFindings(value) };
}

function readText(bytes: Uint8Array): string | Finding {
  const [first, second] = bytes;
  if (first === 0xef && second === 0xbb) return byteOrderMark;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || bytes.includes(0))
    return utf16;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return notUtf8;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function memberFindings(content: Readonly<Record<string, unknown>>): Finding[] {
  const named = Object.keys(content)
    .filter(name => Object.hasOwn(misnamed, name))
    .map(name => misnamedMember(name, misnamed[name] ?? ''));
  const numbers = panMembers.filter(name => Object.hasOwn(content, name));
  const dates = expiryMembers.filter(name => Object.hasOwn(content, name));
  return [
    ...named,
    ...numbers.flatMap(name => panFindings(name, content[name])),
    ...dates.flatMap(name => (isText(content[name], isExpiry) ? [] : [badExpiry(name)])),
    ...(Object.hasOwn(content, 'cvv') && !isText(content['cvv'], cvv => /^[0-9]{3,4}$/.test(cvv))
      ? [badCvv]
      : []),
  ];
}

function panFindings(name: string, value: unknown): Finding[] {
  if (typeof value !== 'string') return [numberNotText(name)];
  if (!/^[0-9]{13,19}$/.test(value)) return [badPan(name)];
  return name === 'token' || isPan(value) ? [] : [badCheckDigit(name)];
}

function isText(value: unknown, fits: (text: string) => boolean): boolean {
  return typeof value === 'string' && fits(value);
}

/** Numbers keep their first six and last four digits, codes and dates nothing; the rest is scrubbed of card numbers. */
function maskMembers(content: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, maskMember(name, value)]));
}

function maskMember(name: string, value: unknown): unknown {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (panMembers.some(member => member === name)) return scrubOrStar(text);
  if (/exp|cvv|cvc|csc|otp/i.test(name)) return '*'.repeat(text.length);
  return scrubPans(text);
}

function scrubOrStar(text: string): string {
  const scrubbed = scrubPans(text);
  return scrubbed === text ? '*'.repeat(text.length) : scrubbed;
}

const utf16: Finding = {
  defect: 'plaintext-utf-16',
  wrong: 'The plaintext is UTF-16 or holds zero bytes, not UTF-8.',
  mend: 'Take the bytes of the JSON text in UTF-8: Java getBytes(StandardCharsets.UTF_8), .NET Encoding.UTF8.',
};
const byteOrderMark: Finding = {
  defect: 'plaintext-byte-order-mark',
  wrong: 'The plaintext begins with a byte order mark.',
  mend: 'Write UTF-8 without BOM.',
};
const notUtf8: Finding = {
  defect: 'plaintext-not-utf-8',
  wrong: 'The plaintext is not UTF-8.',
  mend: 'Take the bytes of the JSON text in UTF-8; encode nothing inside the envelope.',
};
const notJson: Finding = {
  defect: 'plaintext-not-json',
  wrong: 'The plaintext is no JSON object.',
  mend: 'Seal a JSON object, for example {"fpan":"...","exp":"MMYY"}.',
};
const jsonTwice: Finding = {
  defect: 'plaintext-json-twice',
  wrong: 'The plaintext is a JSON string that holds JSON: it was serialised twice.',
  mend: 'Serialise the object once.',
};
const badCvv: Finding = {
  defect: 'cvv-malformed',
  wrong: 'cvv is not a text of 3 or 4 digits.',
  mend: 'Write it as text: as a number it loses leading zeros.',
};
const badExpiry = (name: string): Finding => ({
  defect: 'expiry-malformed',
  wrong: `${name} is not MMYY.`,
  mend: 'Month before year, four digits, no slash: 1230 is December 2030.',
});
const numberNotText = (name: string): Finding => ({
  defect: 'pan-not-text',
  wrong: `${name} is not a text.`,
  mend: 'Write card numbers as text: a JSON number loses digits beyond 15.',
});
const badPan = (name: string): Finding => ({
  defect: 'pan-malformed',
  wrong: `${name} is not 13 to 19 digits.`,
  mend: 'Digits only, no spaces or dashes.',
});
const badCheckDigit = (name: string): Finding => ({
  defect: 'pan-check-digit',
  wrong: `The check digit of ${name} is wrong.`,
  mend: 'Compare with the card; test numbers need a check digit (Luhn) too.',
});
const misnamedMember = (name: string, right: string): Finding => ({
  defect: 'member-misnamed',
  wrong: `There is no member ${name}.`,
  mend: `It is called ${right}.`,
});
