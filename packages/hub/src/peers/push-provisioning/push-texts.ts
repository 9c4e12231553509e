import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { issuerIdPattern } from '@countermark/wire/issuer-gateway/headers';
import { AuthorizationClaims } from '@countermark/wire/push-provisioning/authorization-code';
import {
  PushPayload,
  payloadIssuerHeader,
  payloadProductHeader,
} from '@countermark/wire/push-provisioning/push-payload';
import { readMessage } from '@countermark/wire/reading';
import { CompactEncrypt, compactDecrypt, compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import type { IssuerPublicKey } from '../../core/issuer.ts';
import type { HubKey } from '../../identity/hub-keys.ts';
import type { OpenedPayload, PushTexts } from '../../ports/push-texts.ts';
import { importedOnce } from '../imported-once.ts';

/** A key of the hub, for both ends of a payload. */
interface PayloadKey {
  keyIdentifier: string;
  publicKey: KeyObject;
  privateKey: KeyObject;
}

/**
 * Codes and payloads as JOSE (RFC 7515, RFC 7516). No other algorithm is taken than the one each is to have: what the
 * text itself says of it decides nothing.
 *
 * @param keys the hub's PKCS#7 keys, the newest first
 */
export function pushTexts(parts: { keys: readonly HubKey[]; trace: PushTexts['trace'] }): PushTexts {
  const keys = parts.keys.map(
    ({ keyIdentifier, certificatePem, privateKeyPem }): PayloadKey => ({
      keyIdentifier,
      publicKey: new X509Certificate(certificatePem).publicKey,
      privateKey: createPrivateKey(privateKeyPem),
    }),
  );
  const signingKey = importedOnce<IssuerPublicKey, KeyObject>({
    owner: ({ issuerId, keyIdentifier }) => `${issuerId} ${keyIdentifier}`,
    version: ({ publicKeyPem }) => publicKeyPem,
    import: ({ publicKeyPem }) => createPublicKey(publicKeyPem),
  });
  return {
    issuerNamedBy: namedIssuer,
    async verifyCode(code, issuerKeys) {
      const named = keyNamedBy(code);
      for (const key of issuerKeys.filter(({ keyIdentifier }) => named === null || named === keyIdentifier)) {
        const claims = await claimsSignedBy(signingKey(key), code);
        if (claims) return claims;
      }
      return null;
    },
    async sealPayload(issuerId, payload) {
      const [newest] = keys;
      if (!newest) throw new Error('The hub has no PKCS#7 key');
      return new CompactEncrypt(Buffer.from(JSON.stringify(payload)))
        .setProtectedHeader({
          alg: 'RSA-OAEP-256',
          enc: 'A256GCM',
          kid: newest.keyIdentifier,
          [payloadIssuerHeader]: issuerId,
        })
        .encrypt(newest.publicKey);
    },
    async openPayload(text) {
      const header = payloadHeader(text);
      if (!header) return null;
      const { kid, ...whose } = header;
      for (const key of keys.filter(({ keyIdentifier }) => kid === null || kid === keyIdentifier)) {
        const payload = await payloadFor(key, text);
        if (payload) return { ...whose, payload };
      }
      return null;
    },
    trace: parts.trace,
  };
}

function namedIssuer(code: string): string | null {
  try {
    const { iss } = decodeJwt(code);
    return iss !== undefined && new RegExp(issuerIdPattern).test(iss) ? iss : null;
  } catch {
    return null;
  }
}

/** The `kid` of the header; null when there is none, or no header. */
function keyNamedBy(code: string): string | null {
  try {
    return decodeProtectedHeader(code).kid ?? null;
  } catch {
    return null;
  }
}

async function claimsSignedBy(key: KeyObject, code: string): Promise<AuthorizationClaims | null> {
  if (key.asymmetricKeyType !== 'rsa') return null;
  const verified = await compactVerify(code, key, { algorithms: ['RS256'] }).catch(() => null);
  const { typ = 'JWT' } = verified?.protectedHeader ?? {};
  if (!verified || typ.toUpperCase() !== 'JWT') return null;
  const reading = readMessage(AuthorizationClaims, jsonIn(verified.payload));
  return reading.ok ? reading.message : null;
}

function payloadHeader(text: string): (Omit<OpenedPayload, 'payload'> & { kid: string | null }) | null {
  try {
    const header = decodeProtectedHeader(text);
    const { [payloadIssuerHeader]: issuerId, [payloadProductHeader]: productId = null } = header;
    if (typeof issuerId !== 'string' || !new RegExp(issuerIdPattern).test(issuerId)) return null;
    if (productId !== null && typeof productId !== 'string') return null;
    return { issuerId, productId, kid: header.kid ?? null };
  } catch {
    return null;
  }
}

async function payloadFor({ privateKey }: PayloadKey, text: string): Promise<PushPayload | null> {
  const allowed = { keyManagementAlgorithms: ['RSA-OAEP-256'], contentEncryptionAlgorithms: ['A256GCM'] };
  const opened = await compactDecrypt(text, privateKey, allowed).catch(() => null);
  const reading = opened && readMessage(PushPayload, jsonIn(opened.plaintext));
  return reading?.ok ? reading.message : null;
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
