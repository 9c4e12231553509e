import type Type from 'typebox';
import { readBySchema } from '../conformance.ts';
import type { Leniency } from '../tolerance.ts';

/** The outcome of reading a message: the message, or why it is refused. */
export type D1Reading<Message> = { ok: true; message: Message } | D1Refusal;

/** Why a message is refused, in a form that may be told to the peer: it names a field and never repeats a value. */
export interface D1Refusal {
  ok: false;
  errorCode: 'FIELD_INVALID_FORMAT' | 'FIELD_INVALID_VALUE';
  /** Dotted name of the first field in error, `personalInformation.language`, or `body` for the message as a whole. */
  error: string;
}

/**
 * Reads a message in the terms of the D1 error table. A value that a list of values or a range excludes is told apart
 * from one of the wrong form; a missing field and one that a closed object does not know have the wrong form.
 *
 * @param reading.leniency `exact` for what a peer asks of us, `lenient` for what it answers
 * @param reading.value parsed JSON from an untrusted peer
 */
export function readD1Message<Schema extends Type.TSchema>(reading: {
  schema: Schema;
  value: unknown;
  leniency: Leniency;
}): D1Reading<Type.Static<Schema>> {
  const { schema, value, leniency } = reading;
  const read = readBySchema(schema, value, leniency);
  if (read.ok) return read;
  return read.fault === 'not-allowed' ? invalidValue(read.parameter) : invalidFormat(read.parameter);
}

/** Refuses a message for a field that is missing or of the wrong form. */
export function invalidFormat(field: string): D1Refusal {
  return { ok: false, errorCode: 'FIELD_INVALID_FORMAT', error: field };
}

/** Refuses a message for a field whose value is not allowed. */
export function invalidValue(field: string): D1Refusal {
  return { ok: false, errorCode: 'FIELD_INVALID_VALUE', error: field };
}
