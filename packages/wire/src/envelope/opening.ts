import { createDecipheriv } from 'node:crypto';
import { CONTENT_KEY_BYTES, IV_BYTES, OID, type RsaPadding } from './algorithms.ts';
import type { EnvelopeDiagnosis } from './diagnosis.ts';
import {
  type EnvelopedData,
  type KeyEncryption,
  type KeyTransportRecipient,
  parseEnvelopedData,
  type RecipientIdentifier,
} from './enveloped-data.ts';
import type { OpeningKey } from './keys.ts';
import { decodeText } from './text-encoding.ts';

/** With what to open an envelope. */
export interface OpeningOptions {
  /** All active keys, the likeliest first. */
  readonly keys: readonly OpeningKey[];
  /** The identifier that came with the message (`publicKeyIdentifier`); it goes before what the envelope names. */
  readonly keyIdentifier?: string | undefined;
  /** Whether RSAES-PKCS1-v1_5 is good enough here: only where the issuer's setting says so. */
  readonly pkcs1v15: 'allowed' | 'refused';
}

/** The plaintext and how it was sealed, or why there is none. The diagnosis is not for the sender of the envelope. */
export type OpenedEnvelope =
  | {
      readonly opened: true;
      readonly plaintext: Uint8Array;
      /** Identifier of the key of ours that opened it. */
      readonly keyIdentifier: string;
      readonly padding: RsaPadding;
    }
  | { readonly opened: false; readonly diagnosis: EnvelopeDiagnosis };

/**
 * Opens a CMS EnvelopedData (Issuer Gateway API, data encryption): hexadecimal or base64, DER or BER, either recipient
 * form, RSAES-OAEP with SHA-256 and MGF1-SHA-256 or, where allowed, RSAES-PKCS1-v1_5, content in AES-256-CBC.
 *
 * The key is the one `keyIdentifier` names, else those the recipients name, else each of `keys` in turn.
 *
 * CBC does not protect the plaintext against changes: it may be anything. Answer a plaintext that is not as expected
 * with the very refusal of an envelope that does not open.
 *
 * @example
 * const envelope = await openEnvelope(fpanDetails, { keys, keyIdentifier: publicKeyIdentifier, pkcs1v15: 'refused' });
 * if (!envelope.opened) log.warn(explainDiagnosis(envelope.diagnosis));
 */
export async function openEnvelope(text: string, options: OpeningOptions): Promise<OpenedEnvelope> {
  const decoded = decodeText(text);
  if (!decoded.decoded) return refuse(decoded.diagnosis);
  const parsing = parseEnvelopedData(decoded.bytes);
  if (!parsing.parsed) return refuse(parsing.diagnosis);
  const content = readContent(parsing.envelope);
  if (typeof content === 'string') return refuse(content);
  const attempts = chooseAttempts(parsing.envelope, options);
  if (typeof attempts === 'string') return refuse(attempts);

  let diagnosis: EnvelopeDiagnosis = 'no-recipient-for-our-keys';
  for (const attempt of attempts) {
    const outcome = await tryToOpen(attempt, content, options.pkcs1v15);
    if (outcome.opened) return outcome;
    diagnosis = outcome.diagnosis;
  }
  return refuse(diagnosis);
}

/** Encrypted content of the one kind this API uses. */
interface Content {
  readonly iv: Uint8Array;
  readonly ciphertext: Uint8Array;
}

function readContent({
  contentType,
  contentEncryption,
  encryptedContent,
}: EnvelopedData): Content | EnvelopeDiagnosis {
  const { algorithm, iv } = contentEncryption;
  if (contentType !== OID.data) return 'content-type-not-data';
  if (algorithm !== OID.aes256Cbc || iv?.length !== IV_BYTES) return 'content-algorithm-not-aes-256-cbc';
  if (encryptedContent === undefined || encryptedContent.length === 0) return 'content-missing';
  return { iv, ciphertext: encryptedContent };
}

/** One recipient of the envelope, one key of ours. */
interface Attempt {
  readonly recipient: KeyTransportRecipient;
  readonly key: OpeningKey;
  /** Nothing named this key: it is tried because no better one is known. */
  readonly guessed: boolean;
}

function chooseAttempts(
  { recipients }: EnvelopedData,
  { keys, keyIdentifier }: OpeningOptions,
): Attempt[] | EnvelopeDiagnosis {
  const eligible = keys.filter(key => keyIdentifier === undefined || key.keyIdentifier === keyIdentifier);
  if (keyIdentifier !== undefined && eligible.length === 0) return 'unknown-key-identifier';

  const pairs = recipients
    .filter(recipient => recipient.kind === 'KeyTransRecipientInfo')
    .flatMap(recipient => eligible.map(key => ({ recipient, key })));
  const named = pairs.filter(({ recipient, key }) => isNamed(key, recipient.identifier));
  const guessed = named.length === 0 && keyIdentifier === undefined;
  return (named.length > 0 ? named : pairs).map(pair => ({ ...pair, guessed }));
}

/** The subject key identifier form may hold the ASCII key identifier or the extension of the certificate. */
function isNamed({ keyIdentifier, certificate }: OpeningKey, { form, value }: RecipientIdentifier): boolean {
  const names =
    form === 'issuerAndSerialNumber'
      ? [certificate.issuerAndSerialNumber]
      : [Buffer.from(keyIdentifier, 'ascii'), certificate.subjectKeyIdentifier];
  return names.some(name => name !== undefined && Buffer.compare(name, value) === 0);
}

async function tryToOpen(
  { recipient, key, guessed }: Attempt,
  content: Content,
  pkcs1v15: OpeningOptions['pkcs1v15'],
): Promise<OpenedEnvelope> {
  const { keyEncryption, encryptedKey } = recipient;
  const objection = objectionTo(keyEncryption, pkcs1v15);
  if (objection !== undefined) return refuse(objection);
  const decrypt = keyEncryption.oaep ? decryptOaep : decryptPkcs1v15;
  const result = await decrypt(key, encryptedKey, content);
  if (typeof result === 'string') return refuse(guessed ? 'no-recipient-for-our-keys' : result);
  const padding = keyEncryption.oaep ? 'RSAES-OAEP-SHA-256' : 'RSAES-PKCS1-v1_5';
  return { opened: true, plaintext: result, keyIdentifier: key.keyIdentifier, padding };
}

function objectionTo(
  { algorithm, oaep }: KeyEncryption,
  pkcs1v15: OpeningOptions['pkcs1v15'],
): EnvelopeDiagnosis | undefined {
  if (algorithm === OID.rsaEncryption) return pkcs1v15 === 'allowed' ? undefined : 'padding-not-allowed';
  if (oaep === undefined) return 'key-algorithm-not-rsa';
  if (oaep.hash !== OID.sha256) return 'oaep-hash-not-sha256';
  if (oaep.maskGeneration !== OID.mgf1 || oaep.maskGenerationHash !== OID.sha256) return 'mgf1-not-sha256';
  return oaep.label === 'empty' ? undefined : 'oaep-label-not-empty';
}

/** OAEP proves by itself whether the key is right, and telling so helps no attacker. */
async function decryptOaep(
  key: OpeningKey,
  encryptedKey: Uint8Array,
  content: Content,
): Promise<Uint8Array | EnvelopeDiagnosis> {
  const contentKey = await key.unwrapOaep(encryptedKey);
  if (contentKey?.length !== CONTENT_KEY_BYTES) return 'key-decryption-failed';
  return decryptContent(contentKey, content) ?? 'content-decryption-failed';
}

/** The content is decrypted whatever the padding was, and every failure is the same one (RFC 3218, section 2.3.2). */
function decryptPkcs1v15(
  key: OpeningKey,
  encryptedKey: Uint8Array,
  content: Content,
): Uint8Array | EnvelopeDiagnosis {
  const { contentKey, plausible } = key.unwrapPkcs1v15(encryptedKey);
  const plaintext = decryptContent(contentKey, content);
  return plausible && plaintext !== undefined ? plaintext : 'content-decryption-failed';
}

function decryptContent(contentKey: Uint8Array, { iv, ciphertext }: Content): Uint8Array | undefined {
  const decipher = createDecipheriv('aes-256-cbc', contentKey, iv);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    return undefined; // OpenSSL reports wrong padding and a last block cut off in no other way
  } finally {
    contentKey.fill(0);
  }
}

function refuse(diagnosis: EnvelopeDiagnosis): OpenedEnvelope {
  return { opened: false, diagnosis };
}
