import { memberNamed, readStrictly as readBySchema } from '@countermark/wire/strict-reading';
import type Type from 'typebox';
import { type Refused, refuse } from './outcome.ts';

export type StrictReading<Value> = { ok: true; value: Value } | { ok: false; refused: Refused };

/** Reads what an operator sent, strictly; and refuses what the database cannot hold. */
export function readStrictly<Schema extends Type.TSchema>(
  schema: Schema,
  value: unknown,
): StrictReading<Type.Static<Schema>> {
  const reading = readBySchema(schema, value);
  if (!reading.ok) {
    const { fault, message, parameter } = reading;
    return { ok: false, refused: refuse(`${fault}-parameter`, message, parameter) };
  }
  const place = unstorableIn(reading.value, []);
  return place === null ? reading : { ok: false, refused: unstorable(memberNamed(place)) };
}

/** Where a text stands that the database cannot hold: U+0000 and lone surrogates are in no UTF-8 text of PostgreSQL. */
function unstorableIn(value: unknown, place: readonly string[]): readonly string[] | null {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000') ? null : place;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, member] of Object.entries(value)) {
    const found = unstorableIn(member, [...place, name]);
    if (found !== null) return found;
  }
  return null;
}

function unstorable(parameter: string): Refused {
  return refuse('bad-parameter', `${parameter} holds characters that cannot be stored.`, parameter);
}
