import { algorithmName } from './algorithms.ts';
import type { EncodingRules } from './ber-reader.ts';
import type { EnvelopeDiagnosis } from './diagnosis.ts';
import { formatDistinguishedName } from './distinguished-name.ts';
import {
  type KeyEncryption,
  type KeyTransportRecipient,
  parseEnvelopedData,
  type Recipient,
  type RecipientIdentifier,
  type UnusableRecipient,
} from './enveloped-data.ts';
import { KEY_IDENTIFIER } from './keys.ts';
import { decodeText, type TextEncoding } from './text-encoding.ts';

/** What can be told of an envelope without a key, or why it cannot be read. Algorithms by name, unknown ones by OID. */
export type EnvelopeDescription =
  | {
      readonly described: true;
      readonly textEncoding: TextEncoding;
      readonly encodingRules: EncodingRules;
      /** Version of EnvelopedData. */
      readonly version: number;
      readonly recipients: readonly RecipientDescription[];
      readonly contentType: string;
      readonly contentEncryption: string;
      /** Length of the encrypted content in bytes; absent when the envelope holds none. */
      readonly contentLength: number | undefined;
    }
  | { readonly described: false; readonly diagnosis: EnvelopeDiagnosis };

export type RecipientDescription = KeyTransportDescription | UnusableRecipient;

export interface KeyTransportDescription {
  readonly kind: 'KeyTransRecipientInfo';
  readonly version: number;
  readonly identifier: IdentifierDescription;
  readonly keyEncryption: KeyEncryptionDescription;
  /** Length of the encrypted key in bytes, which is that of the RSA modulus. */
  readonly encryptedKeyLength: number;
}

export type IdentifierDescription =
  | {
      readonly form: 'subjectKeyIdentifier';
      /** In hexadecimal. */
      readonly value: string;
      /** The same as text, when it has the form of a key identifier. */
      readonly keyIdentifier: string | undefined;
    }
  | {
      readonly form: 'issuerAndSerialNumber';
      /** In the string form of RFC 4514. */
      readonly issuer: string;
      /** In hexadecimal. */
      readonly serialNumber: string;
    };

export interface KeyEncryptionDescription {
  readonly algorithm: string;
  /** Only for RSAES-OAEP. */
  readonly oaep?: {
    readonly hash: string;
    /** For instance `MGF1 with SHA-256`. */
    readonly maskGeneration: string;
    readonly label: 'empty' | 'present';
  };
}

/** Tells the structure of an envelope, opening nothing. Accepts all that `openEnvelope` can read, and more algorithms. */
export function describeEnvelope(text: string): EnvelopeDescription {
  const decoded = decodeText(text);
  if (!decoded.decoded) return { described: false, diagnosis: decoded.diagnosis };
  const parsing = parseEnvelopedData(decoded.bytes);
  if (!parsing.parsed) return { described: false, diagnosis: parsing.diagnosis };
  const { rules, version, recipients, contentType, contentEncryption, encryptedContent } = parsing.envelope;
  return {
    described: true,
    textEncoding: decoded.encoding,
    encodingRules: rules,
    version,
    recipients: recipients.map(describeRecipient),
    contentType: algorithmName(contentType),
    contentEncryption: algorithmName(contentEncryption.algorithm),
    contentLength: encryptedContent?.length,
  };
}

function describeRecipient(recipient: Recipient): RecipientDescription {
  return recipient.kind === 'KeyTransRecipientInfo' ? describeKeyTransport(recipient) : recipient;
}

function describeKeyTransport(recipient: KeyTransportRecipient): KeyTransportDescription {
  return {
    kind: recipient.kind,
    version: recipient.version,
    identifier: describeIdentifier(recipient.identifier),
    keyEncryption: describeKeyEncryption(recipient.keyEncryption),
    encryptedKeyLength: recipient.encryptedKey.length,
  };
}

function describeIdentifier(identifier: RecipientIdentifier): IdentifierDescription {
  if (identifier.form === 'issuerAndSerialNumber') {
    const { form, issuer, serialNumber } = identifier;
    return {
      form,
      issuer: formatDistinguishedName(issuer),
      serialNumber: Buffer.from(serialNumber).toString('hex'),
    };
  }
  const value = Buffer.from(identifier.value);
  const characters = value.toString('latin1');
  const keyIdentifier = KEY_IDENTIFIER.test(characters) ? characters : undefined;
  return { form: identifier.form, value: value.toString('hex'), keyIdentifier };
}

function describeKeyEncryption({ algorithm, oaep }: KeyEncryption): KeyEncryptionDescription {
  if (oaep === undefined) return { algorithm: algorithmName(algorithm) };
  const { hash, maskGeneration, maskGenerationHash, label } = oaep;
  const maskHash = maskGenerationHash === undefined ? 'no hash' : algorithmName(maskGenerationHash);
  return {
    algorithm: algorithmName(algorithm),
    oaep: {
      hash: algorithmName(hash),
      maskGeneration: `${algorithmName(maskGeneration)} with ${maskHash}`,
      label,
    },
  };
}
