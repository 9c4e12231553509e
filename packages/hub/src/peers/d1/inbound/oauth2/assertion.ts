import { createPublicKey, type KeyObject } from 'node:crypto';
import {
  AssertionClaims,
  AssertionHeader,
  allowedSkewSeconds,
  longestAssertionSeconds,
} from '@countermark/wire/d1/oauth2/assertion';
import { readD1Message } from '@countermark/wire/d1/reading';
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import type Type from 'typebox';

/** A public key as the issuer or aggregator gave it at onboarding. */
export interface AssertionKey {
  keyIdentifier: string;
  publicKeyPem: string;
}

/** Who asserts it is itself, or why that is not so: for the hub's own trace, the caller learns no cause. */
export type AssertionReading =
  | { ok: true; clientId: string }
  | { ok: false; clientId: string | null; diagnosis: string };

/** What an assertion is judged by. */
export interface AssertionRules {
  /** All active keys of an issuer or aggregator. */
  keysOf(clientId: string): Promise<readonly AssertionKey[]>;
  /** Of these APIs. */
  origins: readonly string[];
  now: Date;
}

/**
 * Reads an assertion (RFC 7523; Inbound OAuth2 API): signed with ES256 by the key that its header names, of whoever its
 * claims name, and good now but not for long. The same one may come again: it names no use of its own.
 */
export async function readAssertion(text: string, rules: AssertionRules): Promise<AssertionReading> {
  const header = decoded(AssertionHeader, () => decodeProtectedHeader(text));
  if (!header.ok) return refused(null, `its header is wrong in ${header.error}`);
  const reading = decoded(AssertionClaims, () => decodeJwt(text));
  if (!reading.ok) return refused(null, `its claims are wrong in ${reading.error}`);
  const claims = reading.message;
  const named = (await rules.keysOf(claims.iss)).find(key => key.keyIdentifier === header.message.kid);
  const key = named && p256KeyIn(named.publicKeyPem);
  if (!key) return refused(claims.iss, 'its kid names no key on P-256 of who it is of');
  const verified = await compactVerify(text, key, { algorithms: ['ES256'] }).catch(() => null);
  if (!verified) return refused(claims.iss, 'its signature is not good');
  const fault = faultOf(claims, rules);
  return fault === null ? { ok: true, clientId: claims.iss } : refused(claims.iss, fault);
}

function decoded<Schema extends Type.TSchema>(schema: Schema, decode: () => unknown) {
  return readD1Message({ schema, value: attempted(decode), leniency: 'exact' });
}

function attempted(decode: () => unknown): unknown {
  try {
    return decode();
  } catch {
    return undefined;
  }
}

/** An issuer's other keys sign with RSA, which is no algorithm of assertions. */
function p256KeyIn(publicKeyPem: string): KeyObject | null {
  const key = createPublicKey(publicKeyPem);
  return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null;
}

function faultOf({ iss, sub, exp, aud }: AssertionClaims, { origins, now }: AssertionRules): string | null {
  const seconds = now.getTime() / 1000;
  if (sub !== iss) return 'its sub is another than its iss';
  if (exp <= seconds) return 'it has expired';
  if (exp > seconds + longestAssertionSeconds + allowedSkewSeconds) return 'it expires too late';
  if (aud !== undefined && !origins.includes(aud)) return 'it is for other APIs than these (aud)';
  return null;
}

function refused(clientId: string | null, diagnosis: string): AssertionReading {
  return { ok: false, clientId, diagnosis };
}
