import type Type from 'typebox';
import { Compile, type Validator } from 'typebox/compile';

const validators = new WeakMap<Type.TSchema, Validator>();

/** What checks values of a schema: made when the schema is first used, and kept with it. */
export function validatorOf(schema: Type.TSchema): Validator {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const compiled = Compile(schema);
  validators.set(schema, compiled);
  return compiled;
}
