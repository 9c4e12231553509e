import { scrubPans } from '@countermark/wire/card/scrub';
import { validatorOf } from '@countermark/wire/validators';
import type Type from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';
import { type Refused, refuse } from './outcome.ts';

export type StrictReading<Value> = { ok: true; value: Value } | { ok: false; refused: Refused };

/** Deeper than any schema of the API; what lies below is not looked at. */
const deepest = 16;

/**
 * Reads what an operator sent: nothing is coerced or dropped but `null`, which is the same as absent. What is wrong is
 * told by the name of the member and by what its schema expects, never by the value.
 */
export function readStrictly<Schema extends Type.TSchema>(
  schema: Schema,
  value: unknown,
): StrictReading<Type.Static<Schema>> {
  const read = withoutNulls(value, deepest);
  const validator = validatorOf(schema);
  if (!validator.Check(read)) return { ok: false, refused: refusalFor(schema, validator.Errors(read)) };
  const place = unstorableIn(read, []);
  if (place !== null) return { ok: false, refused: unstorable(named(place)) };
  return { ok: true, value: read as Type.Static<Schema> };
}

function withoutNulls(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth === 0) return value;
  if (Array.isArray(value)) return value.map(item => withoutNulls(item, depth - 1));
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member, depth - 1)]));
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

/** A member that is not known is told first: it explains the one that is missing. */
function refusalFor(schema: Type.TSchema, errors: readonly TLocalizedValidationError[]): Refused {
  const error = errors.find(({ keyword }) => keyword === 'additionalProperties') ?? errors[0];
  const place = error?.instancePath.split('/').slice(1) ?? [];
  const at = schemaAt(schema, error?.schemaPath ?? '#');
  if (error?.keyword === 'additionalProperties') return unknownParameter(error, { place, at });
  if (error?.keyword === 'required') return missingParameter(error, { place, at });
  const parameter = named(place);
  const allowed = error?.keyword === 'enum' ? `one of ${error.params.allowedValues.join(', ')}` : undefined;
  const expected = allowed ?? at.description ?? error?.message;
  return refuse('bad-parameter', `${parameter} is wrong. Expected: ${expected}.`, parameter);
}

interface Place {
  place: readonly string[];
  /** The schema of the object that the error is about. */
  at: DescribedSchema;
}

interface DescribedSchema {
  description?: string;
  properties?: Record<string, DescribedSchema>;
}

function unknownParameter(
  error: Extract<TLocalizedValidationError, { keyword: 'additionalProperties' }>,
  { place, at }: Place,
): Refused {
  const parameter = named([...place, ...error.params.additionalProperties.slice(0, 1)]);
  const known = Object.keys(at.properties ?? {});
  const names = known.length === 0 ? 'nothing is expected there' : `known are ${known.join(', ')}`;
  return refuse('unknown-parameter', `${parameter} is not known; ${names}.`, parameter);
}

function missingParameter(
  error: Extract<TLocalizedValidationError, { keyword: 'required' }>,
  { place, at }: Place,
): Refused {
  const [member = ''] = error.params.requiredProperties;
  const parameter = named([...place, member]);
  const expected = at.properties?.[member]?.description ?? 'an object';
  return refuse('missing-parameter', `${parameter} is missing. Expected: ${expected}.`, parameter);
}

/** Names come from the caller too. */
function named(place: readonly string[]): string {
  return scrubPans(place.join('.').slice(0, 200)) || 'body';
}

function schemaAt(schema: Type.TSchema, pointer: string): DescribedSchema {
  const steps = pointer.split('/').slice(1);
  return steps.reduce<unknown>(
    (at, step) => (at as Record<string, unknown> | undefined)?.[step],
    schema,
  ) as DescribedSchema;
}
