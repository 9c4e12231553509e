import type Type from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';
import type { AnnotatedSchema } from './annotated-schema.ts';
import { scrubPans } from './card/scrub.ts';
import { type Leniency, tolerate } from './tolerance.ts';
import { validatorOf } from './validators.ts';

/** A value that conforms to its schema, or the first thing in which it does not. */
export type Conformance<Message> = { ok: true; message: Message } | Nonconformance;

/** What is wrong, in a form that may be told to the peer: it names members and never repeats a value. */
export interface Nonconformance {
  ok: false;
  /** `not-allowed`: of the right form, but none of the values that the schema lists or bounds. */
  fault: 'missing' | 'not-allowed' | 'malformed';
  /** Dotted name of the member, `idvMethodList.0.id`, or `body` for the message as a whole. */
  parameter: string;
}

/** Longest name of a member that is told; names that no schema knows come from the peer. */
const longestName = 200;

/** What schemas say of values that have the right form. */
const limitsOfValues: readonly string[] = ['enum', 'const', 'minimum', 'maximum'];

/**
 * Reads a message as its schema and the reader's leniency have it. Of several faults the first in the order of the
 * schema is told, a missing member before the faults of its neighbours.
 *
 * @param value parsed JSON from an untrusted peer
 */
export function readBySchema<Schema extends Type.TSchema>(
  schema: Schema,
  value: unknown,
  leniency: Leniency,
): Conformance<Type.Static<Schema>> {
  const message = tolerate(schema as AnnotatedSchema, value, leniency);
  const validator = validatorOf(schema);
  if (validator.Check(message)) return { ok: true, message: message as Type.Static<Schema> };
  return nonconformance(validator.Errors(message)[0]);
}

function nonconformance(error: TLocalizedValidationError | undefined): Nonconformance {
  const path = error?.instancePath.split('/').slice(1) ?? [];
  if (error?.keyword === 'required')
    return {
      ok: false,
      fault: 'missing',
      parameter: named([...path, ...error.params.requiredProperties.slice(0, 1)]),
    };
  const fault = limitsOfValues.includes(error?.keyword ?? '') ? 'not-allowed' : 'malformed';
  return { ok: false, fault, parameter: named(path) };
}

function named(path: readonly string[]): string {
  return scrubPans(path.join('.').slice(0, longestName)) || 'body';
}
