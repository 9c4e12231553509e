import type Type from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';
import { scrubPans } from './card/scrub.ts';
import { validatorOf } from './validators.ts';

/** A value as its schema has it, or the first thing in which it is not. */
export type StrictReading<Value> = { ok: true; value: Value } | StrictFault;

export interface StrictFault {
  ok: false;
  fault: 'unknown' | 'missing' | 'bad';
  /** Dotted name of the member; `body` for the whole. */
  parameter: string;
  /** A sentence: what is wrong and what is expected. It repeats no value that might be a secret. */
  message: string;
}

/** Deeper than any schema of ours; what lies below is not looked at. */
const deepest = 16;

/**
 * Reads what people write: settings, and what operators send. Nothing is coerced or dropped but `null`, which is the same
 * as absent. What is wrong is told by the name of the member and by what its schema expects, never by the value.
 */
export function readStrictly<Schema extends Type.TSchema>(
  schema: Schema,
  value: unknown,
): StrictReading<Type.Static<Schema>> {
  const read = withoutNulls(value, deepest);
  const validator = validatorOf(schema);
  if (!validator.Check(read)) return faultIn(schema, validator.Errors(read));
  return { ok: true, value: read as Type.Static<Schema> };
}

/** Members by their dotted name, as faults have it. */
export function memberNamed(place: readonly string[]): string {
  return scrubPans(place.join('.').slice(0, 200)) || 'body';
}

function withoutNulls(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth === 0) return value;
  if (Array.isArray(value)) return value.map(item => withoutNulls(item, depth - 1));
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member, depth - 1)]));
}

/** A member that is not known is told first: it explains the one that is missing. */
function faultIn(schema: Type.TSchema, errors: readonly TLocalizedValidationError[]): StrictFault {
  const error = errors.find(({ keyword }) => keyword === 'additionalProperties') ?? errors[0];
  const place = error?.instancePath.split('/').slice(1) ?? [];
  const at = schemaAt(schema, error?.schemaPath ?? '#');
  if (error?.keyword === 'additionalProperties') return unknownParameter(error, { place, at });
  if (error?.keyword === 'required') return missingParameter(error, { place, at });
  const parameter = memberNamed(place);
  const allowed = error?.keyword === 'enum' ? `one of ${error.params.allowedValues.join(', ')}` : undefined;
  const expected = allowed ?? at.description ?? error?.message;
  return { ok: false, fault: 'bad', parameter, message: `${parameter} is wrong. Expected: ${expected}.` };
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
): StrictFault {
  const parameter = memberNamed([...place, ...error.params.additionalProperties.slice(0, 1)]);
  const known = Object.keys(at.properties ?? {});
  const names = known.length === 0 ? 'nothing is expected there' : `known are ${known.join(', ')}`;
  return { ok: false, fault: 'unknown', parameter, message: `${parameter} is not known; ${names}.` };
}

function missingParameter(
  error: Extract<TLocalizedValidationError, { keyword: 'required' }>,
  { place, at }: Place,
): StrictFault {
  const [member = ''] = error.params.requiredProperties;
  const parameter = memberNamed([...place, member]);
  const expected = at.properties?.[member]?.description ?? 'an object';
  return {
    ok: false,
    fault: 'missing',
    parameter,
    message: `${parameter} is missing. Expected: ${expected}.`,
  };
}

function schemaAt(schema: Type.TSchema, pointer: string): DescribedSchema {
  const steps = pointer.split('/').slice(1);
  return steps.reduce<unknown>(
    (at, step) => (at as Record<string, unknown> | undefined)?.[step],
    schema,
  ) as DescribedSchema;
}
