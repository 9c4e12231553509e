import { createCipheriv, randomBytes } from 'node:crypto';
import { CONTENT_KEY_BYTES, IV_BYTES, OID, type RsaPadding } from './algorithms.ts';
import { contextConstructed, contextPrimitive, TAG } from './asn1-tags.ts';
import { der, derObjectIdentifier, derSequence, derSmallInteger } from './der-writer.ts';
import type { RecipientForm } from './enveloped-data.ts';
import type { SealingKey } from './keys.ts';
import { encodeText, type TextEncoding } from './text-encoding.ts';

/** How to seal: the key and the three settings every issuer has per environment. */
export interface SealingOptions {
  readonly key: SealingKey;
  readonly padding: RsaPadding;
  readonly recipient: RecipientForm;
  readonly encoding: TextEncoding;
}

/**
 * Seals a plaintext (UTF-8 JSON in this API) in a CMS EnvelopedData in DER, written as text: Issuer Gateway API, data
 * encryption. AES-256-CBC under a fresh key and IV; the key encrypted with RSA for one recipient, which the subject key
 * identifier form names by the ASCII bytes of the key identifier.
 *
 * @example
 * const cipheredCardInfo = await sealEnvelope(Buffer.from(JSON.stringify(cardInfo)), {
 *   key, padding: 'RSAES-OAEP-SHA-256', recipient: 'subjectKeyIdentifier', encoding: 'base64',
 * });
 */
export async function sealEnvelope(plaintext: Uint8Array, options: SealingOptions): Promise<string> {
  const contentKey = randomBytes(CONTENT_KEY_BYTES);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-cbc', contentKey, iv);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const encryptedKey = await options.key.wrapContentKey(contentKey, options.padding);
  contentKey.fill(0);

  const envelopedData = derSequence(
    derSmallInteger(VERSION[options.recipient]),
    der(TAG.set, keyTransRecipientInfo(options, encryptedKey)),
    encryptedContentInfo(iv, ciphertext),
  );
  const contentInfo = derSequence(ENVELOPED_DATA, der(contextConstructed(0), envelopedData));
  return encodeText(contentInfo, options.encoding);
}

/** Of EnvelopedData and of KeyTransRecipientInfo, which agree with one recipient (RFC 5652, sections 6.1 and 6.2.1). */
const VERSION: Readonly<Record<RecipientForm, number>> = {
  subjectKeyIdentifier: 2,
  issuerAndSerialNumber: 0,
};

const NULL = der(TAG.null);
const ENVELOPED_DATA = derObjectIdentifier(OID.envelopedData);
const DATA = derObjectIdentifier(OID.data);
const AES_256_CBC = derObjectIdentifier(OID.aes256Cbc);
const SHA_256 = derSequence(derObjectIdentifier(OID.sha256), NULL);
const MGF1_SHA_256 = derSequence(derObjectIdentifier(OID.mgf1), SHA_256);

/** AlgorithmIdentifiers of RFC 8017, appendices A.1 and A.2.1; the empty label is the default, so DER leaves it out. */
const KEY_ENCRYPTION: Readonly<Record<RsaPadding, Uint8Array>> = {
  'RSAES-PKCS1-v1_5': derSequence(derObjectIdentifier(OID.rsaEncryption), NULL),
  'RSAES-OAEP-SHA-256': derSequence(
    derObjectIdentifier(OID.rsaesOaep),
    derSequence(der(contextConstructed(0), SHA_256), der(contextConstructed(1), MGF1_SHA_256)),
  ),
};

function keyTransRecipientInfo(
  { key, padding, recipient }: SealingOptions,
  encryptedKey: Uint8Array,
): Uint8Array {
  return derSequence(
    derSmallInteger(VERSION[recipient]),
    recipient === 'subjectKeyIdentifier'
      ? der(contextPrimitive(0), Buffer.from(key.keyIdentifier, 'ascii'))
      : key.certificate.issuerAndSerialNumber,
    KEY_ENCRYPTION[padding],
    der(TAG.octetString, encryptedKey),
  );
}

function encryptedContentInfo(iv: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  const algorithm = derSequence(AES_256_CBC, der(TAG.octetString, iv));
  return derSequence(DATA, algorithm, der(contextPrimitive(0), ciphertext));
}
