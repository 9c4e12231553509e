import { OID } from './algorithms.ts';
import { contextConstructed, contextPrimitive, TAG } from './asn1-tags.ts';
import {
  type BerElement,
  type BerFault,
  childrenOf,
  type EncodingRules,
  readBer,
  readObjectIdentifier,
  readOctets,
  readSmallInteger,
} from './ber-reader.ts';
import { rewriteAsDer } from './der-writer.ts';
import type { EnvelopeDiagnosis } from './diagnosis.ts';

/** How the recipient of an envelope is named (RFC 5652, section 6.2.1, RecipientIdentifier). */
export type RecipientForm = 'subjectKeyIdentifier' | 'issuerAndSerialNumber';

/** The EnvelopedData of RFC 5652, section 6.1, as it came: nothing in it is judged yet but its structure. */
export interface EnvelopedData {
  readonly rules: EncodingRules;
  readonly version: number;
  readonly recipients: readonly Recipient[];
  /** Object identifier of the enveloped content's type. */
  readonly contentType: string;
  readonly contentEncryption: {
    readonly algorithm: string;
    /** The parameters when they are an OCTET STRING, as with all CBC modes. */
    readonly iv: Uint8Array | undefined;
  };
  /** `undefined` when the content is not in the envelope. */
  readonly encryptedContent: Uint8Array | undefined;
}

export type Recipient = KeyTransportRecipient | UnusableRecipient;

/** A recipient of one of the kinds that this API does not use. */
export interface UnusableRecipient {
  readonly kind: Exclude<RecipientKind, 'KeyTransRecipientInfo'>;
}

/** The alternatives of RecipientInfo (RFC 5652, section 6.2). */
export type RecipientKind =
  | 'KeyTransRecipientInfo'
  | 'KeyAgreeRecipientInfo'
  | 'KEKRecipientInfo'
  | 'PasswordRecipientInfo'
  | 'OtherRecipientInfo';

const RECIPIENT_KINDS: ReadonlyMap<number, RecipientKind> = new Map([
  [TAG.sequence, 'KeyTransRecipientInfo'],
  [contextConstructed(1), 'KeyAgreeRecipientInfo'],
  [contextConstructed(2), 'KEKRecipientInfo'],
  [contextConstructed(3), 'PasswordRecipientInfo'],
  [contextConstructed(4), 'OtherRecipientInfo'],
]);

/** A KeyTransRecipientInfo (RFC 5652, section 6.2.1). */
export interface KeyTransportRecipient {
  readonly kind: 'KeyTransRecipientInfo';
  readonly version: number;
  readonly identifier: RecipientIdentifier;
  readonly keyEncryption: KeyEncryption;
  readonly encryptedKey: Uint8Array;
}

export type RecipientIdentifier =
  | { readonly form: 'subjectKeyIdentifier'; readonly value: Uint8Array }
  | {
      readonly form: 'issuerAndSerialNumber';
      /** DER of the IssuerAndSerialNumber. */
      readonly value: Uint8Array;
      readonly issuer: BerElement;
      readonly serialNumber: Uint8Array;
    };

/** Algorithm of the encrypted key; `oaep` only for RSAES-OAEP. */
export interface KeyEncryption {
  readonly algorithm: string;
  readonly oaep?: OaepParameters;
}

/** RSAES-OAEP-params (RFC 8017, appendix A.2.1) with its defaults filled in. Object identifiers throughout. */
export interface OaepParameters {
  readonly hash: string;
  readonly maskGeneration: string;
  /** Hash of the mask generation; `undefined` when it is not given. */
  readonly maskGenerationHash: string | undefined;
  readonly label: 'empty' | 'present';
}

export type ParsedEnvelope =
  | { readonly parsed: true; readonly envelope: EnvelopedData }
  | { readonly parsed: false; readonly diagnosis: EnvelopeDiagnosis };

/** Bounds the RSA operations one message may cost. */
const MAX_RECIPIENTS = 8;

const ENVELOPE_VERSIONS = [0, 2, 3, 4];
const KEY_TRANSPORT_VERSIONS = [0, 2];

/** Reads a ContentInfo with an EnvelopedData in it, DER or BER. */
export function parseEnvelopedData(bytes: Uint8Array): ParsedEnvelope {
  if (bytes[0] !== TAG.sequence) return refuse('not-cms');
  const reading = readBer(bytes);
  if (!reading.read) return refuse(DIAGNOSIS_OF[reading.fault]);

  const [contentType, explicitContent, ...more] = childrenOf(reading.element, TAG.sequence);
  const type = readObjectIdentifier(contentType);
  if (type === undefined || more.length > 0) return refuse('not-cms');
  if (type !== OID.envelopedData) return refuse('not-enveloped-data');
  const [envelopedData] = childrenOf(explicitContent, contextConstructed(0));
  return parseFields(childrenOf(envelopedData, TAG.sequence), reading.rules);
}

const DIAGNOSIS_OF: Readonly<Record<BerFault, EnvelopeDiagnosis>> = {
  malformed: 'not-cms',
  truncated: 'truncated',
  'trailing-bytes': 'trailing-bytes',
  'too-complex': 'too-complex',
};

function parseFields(fields: readonly BerElement[], rules: EncodingRules): ParsedEnvelope {
  const hasOriginatorInfo = fields[1]?.tag === contextConstructed(0);
  const [recipientInfos, contentInfo] = fields.slice(hasOriginatorInfo ? 2 : 1);

  const version = readSmallInteger(fields[0]);
  if (version === undefined) return refuse('malformed-enveloped-data');
  if (!ENVELOPE_VERSIONS.includes(version)) return refuse('unsupported-version');
  const recipients = parseRecipients(childrenOf(recipientInfos, TAG.set));
  if (typeof recipients === 'string') return refuse(recipients);
  const contentFields = childrenOf(contentInfo, TAG.sequence);
  const content = parseEncryptedContent(contentFields);
  if (content === undefined) return refuse('malformed-enveloped-data');
  const isSegmented = contentFields[2]?.constructed; // which the reader cannot see: its tag is IMPLICIT
  return { parsed: true, envelope: { rules: isSegmented ? 'BER' : rules, version, recipients, ...content } };
}

function parseRecipients(elements: readonly BerElement[]): Recipient[] | EnvelopeDiagnosis {
  if (elements.length === 0) return 'malformed-enveloped-data';
  if (elements.length > MAX_RECIPIENTS) return 'too-many-recipients';
  const recipients: Recipient[] = [];
  for (const element of elements) {
    const kind = RECIPIENT_KINDS.get(element.tag);
    if (kind === undefined) return 'malformed-enveloped-data';
    const recipient = kind === 'KeyTransRecipientInfo' ? parseKeyTransport(element) : { kind };
    if (typeof recipient === 'string') return recipient;
    recipients.push(recipient);
  }
  return recipients;
}

function parseKeyTransport(element: BerElement): KeyTransportRecipient | EnvelopeDiagnosis {
  const [versionField, rid, algorithm, key] = childrenOf(element, TAG.sequence);
  const version = readSmallInteger(versionField);
  const identifier = parseIdentifier(rid);
  const keyEncryption = parseKeyEncryption(algorithm);
  const encryptedKey = readOctets(key);
  if (version === undefined || !identifier || !keyEncryption || !encryptedKey)
    return 'malformed-enveloped-data';
  if (!KEY_TRANSPORT_VERSIONS.includes(version)) return 'unsupported-version';
  return { kind: 'KeyTransRecipientInfo', version, identifier, keyEncryption, encryptedKey };
}

function parseIdentifier(rid: BerElement | undefined): RecipientIdentifier | undefined {
  const subjectKeyIdentifier = readOctets(rid, contextPrimitive(0));
  if (subjectKeyIdentifier) return { form: 'subjectKeyIdentifier', value: subjectKeyIdentifier };
  const [issuer, serialNumber] = childrenOf(rid, TAG.sequence);
  if (!rid || !issuer || !serialNumber || serialNumber.constructed) return undefined;
  return {
    form: 'issuerAndSerialNumber',
    value: rewriteAsDer(rid),
    issuer,
    serialNumber: serialNumber.content,
  };
}

function parseKeyEncryption(identifier: BerElement | undefined): KeyEncryption | undefined {
  const [algorithmField, parameters] = childrenOf(identifier, TAG.sequence);
  const algorithm = readObjectIdentifier(algorithmField);
  if (algorithm === undefined) return undefined;
  if (algorithm !== OID.rsaesOaep) return { algorithm };
  const oaep = parseOaepParameters(childrenOf(parameters, TAG.sequence));
  return oaep && { algorithm, oaep };
}

/** An absent parameter has its default: SHA-1, MGF1 with SHA-1, the empty label. */
function parseOaepParameters(fields: readonly BerElement[]): OaepParameters | undefined {
  const explicit = (n: number) => {
    const field = fields.find(({ tag }) => tag === contextConstructed(n));
    return field && childrenOf(childrenOf(field, field.tag)[0], TAG.sequence);
  };
  const [hash, mask, label] = [explicit(0), explicit(1), explicit(2)];
  const hashAlgorithm = hash ? readObjectIdentifier(hash[0]) : OID.sha1;
  const maskGeneration = mask ? readObjectIdentifier(mask[0]) : OID.mgf1;
  if (hashAlgorithm === undefined || maskGeneration === undefined) return undefined;
  const maskGenerationHash = mask ? readObjectIdentifier(childrenOf(mask[1], TAG.sequence)[0]) : OID.sha1;
  const isEmpty = label === undefined || readOctets(label[1])?.length === 0;
  return { hash: hashAlgorithm, maskGeneration, maskGenerationHash, label: isEmpty ? 'empty' : 'present' };
}

type EncryptedContentInfo = Pick<EnvelopedData, 'contentType' | 'contentEncryption' | 'encryptedContent'>;

function parseEncryptedContent(fields: readonly BerElement[]): EncryptedContentInfo | undefined {
  const [typeField, algorithmIdentifier, contentField] = fields;
  const [algorithmField, parameters] = childrenOf(algorithmIdentifier, TAG.sequence);
  const contentType = readObjectIdentifier(typeField);
  const algorithm = readObjectIdentifier(algorithmField);
  const encryptedContent = readOctets(contentField, contextPrimitive(0));
  if (!contentType || !algorithm || (contentField && !encryptedContent)) return undefined;
  return { contentType, contentEncryption: { algorithm, iv: readOctets(parameters) }, encryptedContent };
}

function refuse(diagnosis: EnvelopeDiagnosis): ParsedEnvelope {
  return { parsed: false, diagnosis };
}
