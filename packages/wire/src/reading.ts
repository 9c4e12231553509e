import type Type from 'typebox';
import { readBySchema } from './conformance.ts';
import { ResponseCode } from './issuer-gateway/response-codes.ts';

/** The outcome of reading a message: the message, or why it is refused. */
export type Reading<Message> = { ok: true; message: Message } | Refusal;

/** Why a message is refused, in a form that may be told to the peer: it names members and never repeats a value. */
export interface Refusal {
  ok: false;
  /** 111 when a required member is missing, 112 when anything else is wrong. */
  code: typeof ResponseCode.missingParameter | typeof ResponseCode.badParameterFormat;
  /** Dotted name of the member, `idvMethodList.0.id`, or `body` for the message as a whole. */
  parameter: string;
}

/**
 * Reads a message tolerantly, in either direction, and checks it against its schema
 * (Issuer Gateway API, API guidelines, compatibility).
 *
 * An absent member and `null` are the same; a JSON number is taken where a text is due and a numeric text where a
 * number is due; members the schema does not know are left out of the result. Of several faults the first in the
 * order of the schema is told, a missing member before the faults of its neighbours.
 *
 * @param value parsed JSON from an untrusted peer
 * @example
 * const reading = readMessage(Type.Object({ id: Type.String() }), { id: 7, more: true });
 * // { ok: true, message: { id: '7' } }
 */
export function readMessage<Schema extends Type.TSchema>(
  schema: Schema,
  value: unknown,
): Reading<Type.Static<Schema>> {
  const reading = readBySchema(schema, value, 'lenient');
  if (reading.ok) return reading;
  return reading.fault === 'missing' ? missing(reading.parameter) : malformed(reading.parameter);
}

/** Refuses a message for a required member it lacks. */
export function missing(parameter: string): Refusal {
  return { ok: false, code: ResponseCode.missingParameter, parameter };
}

/** Refuses a message for a member whose form or place is wrong. */
export function malformed(parameter: string): Refusal {
  return { ok: false, code: ResponseCode.badParameterFormat, parameter };
}
