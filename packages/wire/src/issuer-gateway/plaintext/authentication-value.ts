import Type from 'typebox';
import { isJsonObject } from '../../annotated-schema.ts';
import { Cvv } from './card-elements.ts';
import {
  type PlaintextReading,
  parsed,
  readPlaintext,
  refusedPlaintext,
  textOf,
  writePlaintext,
} from './plaintext.ts';

/** The CSC, as JSON `{"cvv":"123"}`. */
export const CardSecurityCode = Type.Object({ cvv: Cvv });

/**
 * What `authenticationValue` holds (Issuer Gateway API, data encryption and security; domestic scheme treatment):
 * the CSC as the user entered it or, in push provisioning of a domestic scheme, a proof of the issuer's own making
 * that the hub passes through as it is.
 */
export type AuthenticationValue = { kind: 'csc'; cvv: string } | { kind: 'opaque'; text: string };

/**
 * Reads what was decrypted: a JSON object with a `cvv` is a CSC, and refused if malformed; any other text is the
 * issuer's own proof.
 */
export function readAuthenticationValue(bytes: Uint8Array): PlaintextReading<AuthenticationValue> {
  const member = 'authenticationValue';
  const text = textOf(bytes);
  if (!text.ok) return refusedPlaintext(member, text.diagnosis);
  if (text.text === '') return refusedPlaintext(member, 'empty');
  if (!holdsCvv(text.text)) return { ok: true, content: { kind: 'opaque', text: text.text } };

  const reading = readPlaintext({ schema: CardSecurityCode, member, bytes });
  return reading.ok ? { ok: true, content: { kind: 'csc', cvv: reading.content.cvv } } : reading;
}

/** UTF-8, ready for the envelope: a CSC as JSON, a proof as it is. */
export function writeAuthenticationValue(value: AuthenticationValue): Uint8Array {
  return value.kind === 'csc' ? writePlaintext({ cvv: value.cvv }) : new TextEncoder().encode(value.text);
}

function holdsCvv(text: string): boolean {
  const json = parsed(text);
  return json.ok && isJsonObject(json.value) && Object.hasOwn(json.value, 'cvv');
}
