import { createPublicKey, createVerify, type KeyObject, type Verify } from 'node:crypto';

/** What a detached JWS says of itself (RFC 7515, appendix F). */
export interface DetachedSignature {
  algorithm: 'RS256' | 'ES256';
  /** `kid`; null when it names none. */
  keyIdentifier: string | null;
  /** Still in base64url, as it was signed. */
  protectedHeader: string;
  signature: Uint8Array;
}

const form = /^(?<protectedHeader>[A-Za-z0-9_-]+)\.\.(?<signature>[A-Za-z0-9_-]+)$/;

/** Null for anything but a compact JWS without payload, of an algorithm that is used here and no critical extension. */
export function readDetachedSignature(text: string): DetachedSignature | null {
  const { protectedHeader, signature } = form.exec(text)?.groups ?? {};
  if (protectedHeader === undefined || signature === undefined) return null;
  const header = headerOf(protectedHeader);
  if (header === null || 'crit' in header) return null;
  const { alg, kid } = header;
  if (alg !== 'RS256' && alg !== 'ES256') return null;
  return {
    algorithm: alg,
    keyIdentifier: typeof kid === 'string' ? kid : null,
    protectedHeader,
    signature: Buffer.from(signature, 'base64url'),
  };
}

function headerOf(protectedHeader: string): { alg?: unknown; kid?: unknown } | null {
  try {
    const header: unknown = JSON.parse(Buffer.from(protectedHeader, 'base64url').toString('utf8'));
    return typeof header === 'object' && header !== null && !Array.isArray(header) ? header : null;
  } catch {
    return null;
  }
}

/** Checks a detached signature over a text that comes piece by piece. */
export interface SignatureCheck {
  update(text: string): void;
  /** Whether one of the keys made the signature. */
  verify(): boolean;
}

/** @param keys public keys of the signer, in PEM form; those of another kind than the algorithm's are passed over */
export function signatureCheck(
  { algorithm, keyIdentifier, protectedHeader, signature }: DetachedSignature,
  keys: readonly { keyIdentifier: string; publicKeyPem: string }[],
): SignatureCheck {
  const checks = keys
    .filter(key => keyIdentifier === null || key.keyIdentifier === keyIdentifier)
    .map(key => createPublicKey(key.publicKeyPem))
    .filter(key => key.asymmetricKeyType === keyTypes[algorithm])
    .map(key => ({ key, verifier: createVerify('sha256').update(`${protectedHeader}.`) }));
  const payload = base64urlWriter(encoded => {
    for (const { verifier } of checks) verifier.update(encoded);
  });
  return {
    update: text => payload.write(text),
    verify() {
      payload.end();
      return checks.some(check => isMadeBy(check, signature));
    },
  };
}

const keyTypes = { RS256: 'rsa', ES256: 'ec' } as const;

function isMadeBy({ key, verifier }: { key: KeyObject; verifier: Verify }, signature: Uint8Array): boolean {
  return verifier.verify({ key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** Encodes without padding: what does not fill three bytes waits for more. */
function base64urlWriter(write: (encoded: string) => void) {
  let waiting = Buffer.alloc(0);
  return {
    write(text: string) {
      const bytes = Buffer.concat([waiting, Buffer.from(text, 'utf8')]);
      const whole = bytes.length - (bytes.length % 3);
      write(bytes.toString('base64url', 0, whole));
      waiting = bytes.subarray(whole);
    },
    end: () => write(waiting.toString('base64url')),
  };
}
