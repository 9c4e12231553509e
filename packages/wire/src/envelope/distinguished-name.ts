import { TAG } from './asn1-tags.ts';
import { type BerElement, childrenOf, readObjectIdentifier } from './ber-reader.ts';
import { rewriteAsDer } from './der-writer.ts';

/** Short names of the attribute types that RFC 4514, section 3 lists and certificates use. */
const ATTRIBUTE_TYPES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
};

/** UTF8String, NumericString, PrintableString and IA5String: UTF-8 and subsets of it. */
const UTF8_STRINGS = [0x0c, 0x12, 0x13, 0x16];

const UNSAFE = /[,+"\\<>;=]|\p{C}/gu;

/**
 * A Name in the string form of RFC 4514 (`CN=issuer,O=Bank`). Every control and format character is escaped, so that
 * a name made by a stranger can be shown in a terminal or a page.
 */
export function formatDistinguishedName(name: BerElement): string {
  const relativeNames = childrenOf(name, TAG.sequence).map(relativeName =>
    childrenOf(relativeName, TAG.set).map(formatAttribute).join('+'),
  );
  return relativeNames.reverse().join(',');
}

function formatAttribute(attribute: BerElement): string {
  const [typeField, value] = childrenOf(attribute, TAG.sequence);
  const type = readObjectIdentifier(typeField) ?? '?';
  return `${ATTRIBUTE_TYPES[type] ?? type}=${formatValue(value)}`;
}

function formatValue(value: BerElement | undefined): string {
  if (value === undefined) return '';
  if (value.constructed || !UTF8_STRINGS.includes(value.tag)) return `#${hex(rewriteAsDer(value))}`;
  return Buffer.from(value.content).toString('utf8').replace(UNSAFE, escapeOctets);
}

function escapeOctets(character: string): string {
  return hex(Buffer.from(character)).replace(/../g, '\\$&');
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
