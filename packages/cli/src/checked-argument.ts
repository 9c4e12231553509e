import { InvalidArgumentError } from 'commander';
import type Type from 'typebox';
import { Compile } from 'typebox/compile';

/** Reads an argument that must have the form of a member of the operator API, and says what is expected where not. */
export function checked(schema: Type.TString): (text: string) => string {
  const validator = Compile(schema);
  return text => {
    if (validator.Check(text)) return text;
    throw new InvalidArgumentError(`Expected: ${(schema as { description?: string }).description}.`);
  };
}

/** An option that may be given several times: its values in the order given. */
export function repeatable<Value>(
  read: (text: string) => Value,
): (text: string, former: Value[] | undefined) => Value[] {
  return (text, former) => [...(former ?? []), read(text)];
}
