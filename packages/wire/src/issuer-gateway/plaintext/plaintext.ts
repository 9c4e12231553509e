import type Type from 'typebox';
import { readMessage } from '../../reading.ts';
import { ResponseCode } from '../response-codes.ts';

/** Envelopes have at most 8196 characters, so what they hold is always shorter. */
const longestPlaintext = 8196;

/**
 * The outcome of reading what an envelope held. A refusal tells a peer the same whatever the cause, `code` and
 * `parameter`: a peer that learns more could decrypt by asking. `diagnosis` is for our own trace and names members
 * only; no refusal ever repeats content.
 */
export type PlaintextReading<Content> = { ok: true; content: Content } | PlaintextRefusal;

export interface PlaintextRefusal {
  ok: false;
  code: typeof ResponseCode.badParameterFormat;
  /** The member that carried the envelope. */
  parameter: string;
  /** `not UTF-8`, `not JSON`, `too long`, `oldFPAN missing`, `oldFPAN malformed`. */
  diagnosis: string;
}

/** Refuses the content of an envelope. */
export function refusedPlaintext(member: string, diagnosis: string): PlaintextRefusal {
  return { ok: false, code: ResponseCode.badParameterFormat, parameter: member, diagnosis };
}

/**
 * Reads UTF-8 JSON of a schema, as tolerantly as a message and accepting valid JSON only
 * (Issuer Gateway API, data encryption and security).
 */
export function readPlaintext<Schema extends Type.TSchema>(plaintext: {
  schema: Schema;
  /** The member that carried the envelope. */
  member: string;
  bytes: Uint8Array;
}): PlaintextReading<Type.Static<Schema>> {
  const { schema, member } = plaintext;
  const text = textOf(plaintext.bytes);
  if (!text.ok) return refusedPlaintext(member, text.diagnosis);
  const json = parsed(text.text);
  if (!json.ok) return refusedPlaintext(member, 'not JSON');

  const reading = readMessage(schema, json.value);
  if (reading.ok) return { ok: true, content: reading.message };
  const fault = reading.code === ResponseCode.missingParameter ? 'missing' : 'malformed';
  return refusedPlaintext(member, `${reading.parameter} ${fault}`);
}

/** JSON in UTF-8, ready for the envelope. */
export function writePlaintext(content: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(content));
}

/** The text of decrypted bytes, or why there is none. */
export function textOf(bytes: Uint8Array): { ok: true; text: string } | { ok: false; diagnosis: string } {
  if (bytes.byteLength > longestPlaintext) return { ok: false, diagnosis: 'too long' };
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, diagnosis: 'not UTF-8' };
  }
}

/** The value of a JSON text. The parser's own error is dropped: it quotes the text. */
export function parsed(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}
