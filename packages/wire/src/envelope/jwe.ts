import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { isJsonObject } from '../annotated-schema.ts';
import type { JweDiagnosis } from './jwe-diagnosis.ts';
import { ofP256 } from './p256-keys.ts';

/** The envelope of the D1 APIs: RFC 7516, compact, ECDH-ES (direct) on the curve P-256, A256GCM, `kid` always there. */
const ALGORITHM = 'ECDH-ES';
const ENCRYPTION = 'A256GCM';
const CURVE = 'P-256';

/** Longest envelope, in characters. */
export const MAX_JWE_LENGTH = 8192;

const FORM =
  /^(?<header>[\w-]+)\.(?<encryptedKey>[\w-]*)\.(?<iv>[\w-]*)\.(?<ciphertext>[\w-]*)\.(?<tag>[\w-]*)$/;

/** 12 bytes of initialization vector and 16 of authentication tag, in base64url. */
const IV_LENGTH = 16;
const TAG_LENGTH = 22;

/** For whom to seal. */
export interface JweRecipient {
  /** `kid`, as the recipient calls the key. */
  readonly keyIdentifier: string;
  /** As `readP256PublicKey` gives it. */
  readonly publicKey: KeyObject;
}

/** The plaintext and the key it was sealed for, or why there is none; why is not for the sender. */
export type OpenedJwe =
  | { readonly opened: true; readonly plaintext: Uint8Array; readonly keyIdentifier: string }
  | { readonly opened: false; readonly why: JweDiagnosis };

/**
 * Seals a plaintext: an object as JSON, a text as it is.
 *
 * @throws P256KeyError for a key of another kind
 * @throws RangeError when the envelope would be longer than `MAX_JWE_LENGTH`
 */
export async function sealJwe(
  plaintext: object | string,
  { keyIdentifier, publicKey }: JweRecipient,
): Promise<string> {
  const text = typeof plaintext === 'string' ? plaintext : JSON.stringify(plaintext);
  const sealed = await new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: ALGORITHM, enc: ENCRYPTION, kid: keyIdentifier })
    .encrypt(ofP256(publicKey));
  if (sealed.length > MAX_JWE_LENGTH)
    throw new RangeError(
      `The envelope would have ${sealed.length} characters; ${MAX_JWE_LENGTH} are allowed.`,
    );
  return sealed;
}

/**
 * Opens an envelope. All that its header says is checked before anything is decrypted.
 *
 * @param findKey our private key of this `kid`, as `readP256PrivateKey` gives it; `undefined` when there is none
 * @throws P256KeyError when the key found is of another kind
 */
export async function openJwe(
  text: string,
  findKey: (keyIdentifier: string) => KeyObject | undefined,
): Promise<OpenedJwe> {
  if (text.length > MAX_JWE_LENGTH) return refuse('too-large');
  const parts = FORM.exec(text)?.groups as CompactParts | undefined;
  if (parts === undefined) return refuse('not-compact');
  const header = headerOf(parts.header);
  if (header === undefined) return refuse('malformed-header');
  const wrong = wrongAlgorithm(header);
  if (wrong !== undefined) return refuse(wrong);

  const { kid: keyIdentifier } = header;
  if (typeof keyIdentifier !== 'string' || keyIdentifier === '') return refuse('key-identifier-missing');
  const key = findKey(keyIdentifier);
  if (key === undefined) return refuse('unknown-key-identifier');
  const unfit = wrongEphemeralKey(header) ?? wrongSize(parts);
  if (unfit !== undefined) return refuse(unfit);
  const plaintext = await decrypted(text, ofP256(key));
  return plaintext === undefined ? refuse('decryption-failed') : { opened: true, plaintext, keyIdentifier };
}

interface CompactParts {
  header: string;
  encryptedKey: string;
  iv: string;
  ciphertext: string;
  tag: string;
}

type Header = Readonly<Record<string, unknown>>;

function headerOf(encoded: string): Header | undefined {
  try {
    const bytes = Buffer.from(encoded, 'base64url');
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isJsonObject(header) ? header : undefined;
  } catch {
    return undefined;
  }
}

function wrongAlgorithm({ alg, enc, zip, crit }: Header): JweDiagnosis | undefined {
  if (crit !== undefined) return 'critical-extension';
  if (zip !== undefined) return 'compressed';
  if (alg !== ALGORITHM) return 'algorithm-not-ecdh-es';
  if (enc !== ENCRYPTION) return 'encryption-not-a256gcm';
  return undefined;
}

function wrongEphemeralKey({ epk }: Header): JweDiagnosis | undefined {
  if (!isJsonObject(epk)) return 'ephemeral-key-missing';
  if (epk['kty'] !== 'EC' || epk['crv'] !== CURVE) return 'curve-not-p-256';
  return isPoint(epk) ? undefined : 'ephemeral-key-malformed';
}

/** A point beside the curve would tell of our key what was not asked. */
function isPoint({ kty, crv, x, y }: JsonWebKey): boolean {
  try {
    createPublicKey({ key: { kty, crv, x, y } as JsonWebKey, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}

function wrongSize({ encryptedKey, iv, tag }: CompactParts): JweDiagnosis | undefined {
  if (encryptedKey !== '') return 'encrypted-key-not-empty';
  return iv.length === IV_LENGTH && tag.length === TAG_LENGTH ? undefined : 'wrong-size';
}

async function decrypted(text: string, key: KeyObject): Promise<Uint8Array | undefined> {
  const allowed = { keyManagementAlgorithms: [ALGORITHM], contentEncryptionAlgorithms: [ENCRYPTION] };
  const opened = await compactDecrypt(text, key, allowed).catch(() => undefined);
  return opened?.plaintext;
}

function refuse(why: JweDiagnosis): OpenedJwe {
  return { opened: false, why };
}
