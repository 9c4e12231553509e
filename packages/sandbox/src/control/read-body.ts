import { scrubPans } from '@countermark/wire/card/scrub';

/** A body that may be acted on, or the member that is wrong. Values are never repeated: one might be a card number. */
export type ReadBody<Body> = { ok: true; body: Body } | BodyFault;

export interface BodyFault {
  ok: false;
  /** Dotted name, `device.model`; null for the body as a whole. */
  member: string | null;
  /** Continues the name: `must be one of a, b`. */
  problem: string;
}

/** What a member must be. */
export interface Check<Value> {
  is: (value: unknown) => value is Value;
  /** Continues "must be". */
  expected: string;
  /** Of an object: its own members, all of them optional. */
  members?: Readonly<Record<string, Check<unknown>>>;
}

/** A check for every member of a body. */
export type Checks<Body> = { readonly [Name in keyof Body]-?: Check<Exclude<Body[Name], undefined>> };

/** Reads the JSON body of a control call strictly: unknown members and wrong types are refused, nothing is coerced. */
export function readBody<Body extends object>(
  value: unknown,
  rules: { checks: Checks<Body>; required: readonly (keyof Body & string)[] },
): ReadBody<Body> {
  if (!isObject(value)) return { ok: false, member: null, problem: 'must be a JSON object' };
  const fault = faultIn(value, rules.checks as Readonly<Record<string, Check<unknown>>>, '');
  if (fault) return fault;
  const absent = rules.required.find(name => !(name in value));
  if (absent !== undefined) return { ok: false, member: absent, problem: 'is required' };
  return { ok: true, body: value as Body };
}

export function oneOf<const Values extends readonly string[]>(values: Values): Check<Values[number]> {
  return {
    is: (value): value is Values[number] => typeof value === 'string' && values.includes(value),
    expected: `one of ${values.join(', ')}`,
  };
}

/** An object with any members. */
export const anyObject: Check<Readonly<Record<string, unknown>>> = { is: isObject, expected: 'an object' };

/** Text of a form; the pattern says it to the program, `expected` to people. */
export function text(pattern: RegExp, expected: string): Check<string> {
  return { is: (value): value is string => typeof value === 'string' && pattern.test(value), expected };
}

export function wholeNumber(least: number, most: number): Check<number> {
  return {
    is: (value): value is number =>
      Number.isInteger(value) && least <= Number(value) && Number(value) <= most,
    expected: `a whole number from ${least} to ${most}`,
  };
}

export function listOf<Item>(item: Check<Item>, longest: number): Check<readonly Item[]> {
  return {
    is: (value): value is Item[] => Array.isArray(value) && value.length <= longest && value.every(item.is),
    expected: `a list of at most ${longest}, each ${item.expected}`,
  };
}

export function either<A, B>(a: Check<A>, b: Check<B>): Check<A | B> {
  return {
    is: (value): value is A | B => a.is(value) || b.is(value),
    expected: `${a.expected}, or ${b.expected}`,
  };
}

export function objectOf<Value extends object>(members: Checks<Value>): Check<Value> {
  return {
    is: (value): value is Value => isObject(value),
    expected: 'an object',
    members: members as Readonly<Record<string, Check<unknown>>>,
  };
}

function faultIn(
  value: Readonly<Record<string, unknown>>,
  checks: Readonly<Record<string, Check<unknown>>>,
  path: string,
): BodyFault | undefined {
  for (const [name, content] of Object.entries(value)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined)
      return { ok: false, member: path + presentable(name), problem: 'is not known here' };
    const member = path + name;
    if (!check.is(content)) return { ok: false, member, problem: `must be ${check.expected}` };
    const inner =
      check.members && faultIn(content as Readonly<Record<string, unknown>>, check.members, `${member}.`);
    if (inner) return inner;
  }
  return undefined;
}

/** A name somebody made up, fit to be repeated. */
function presentable(name: string): string {
  return scrubPans(name.slice(0, 64));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
