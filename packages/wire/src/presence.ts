import { malformed, missing, type Refusal } from './reading.ts';

/** Refuses a message that holds none of the named members; `undefined` when it holds one or more. */
export function atLeastOneOf<Message extends object>(
  message: Message,
  names: readonly (keyof Message & string)[],
): Refusal | undefined {
  return presentOf(message, names).length === 0 ? missing(names.join('|')) : undefined;
}

/** Refuses a message that holds none of the named members, or more than one; `undefined` when it holds one. */
export function exactlyOneOf<Message extends object>(
  message: Message,
  names: readonly (keyof Message & string)[],
): Refusal | undefined {
  const [, second] = presentOf(message, names);
  return second === undefined ? atLeastOneOf(message, names) : malformed(second);
}

function presentOf<Message extends object>(
  message: Message,
  names: readonly (keyof Message & string)[],
): string[] {
  return names.filter(name => message[name] !== undefined);
}
