import { type AnnotatedSchema, alternativeFor, isJsonObject, spellingsOf } from './annotated-schema.ts';

/** Elements an array may have where its schema sets no limit; the longest real list, a card's tokens, has dozens. */
const longestArray = 10_000;

/** Levels of nesting in a value whose content is left open; the schema bounds all others. */
const deepestOpenValue = 16;

/** Enough digits for every number of these messages, few enough for a number to hold them exactly. */
const numericText = /^-?[0-9]{1,15}(\.[0-9]{1,6})?$/;

/** Stands for a value that cannot be read whatever its schema says. No schema accepts a symbol. */
const unreadable = Symbol('unreadable');

/**
 * `lenient`: numbers and numeric texts stand for each other, and what is not known is dropped everywhere; `exact`: types
 * are as the schema has them, and a member that an object with `additionalProperties: false` does not know stays, for the
 * schema to refuse.
 */
export type Leniency = 'lenient' | 'exact';

/**
 * Brings what deployed peers send to the form a schema describes, as far as it can be brought; what cannot is left
 * for the schema to refuse (Issuer Gateway API, API guidelines, compatibility).
 *
 * `null` is absent, unknown members are dropped, a number becomes the text that is due and a numeric text the number
 * (unless it is read exactly), and the annotations of the schema are followed. The result is a fresh value that holds declared members only.
 * Time and depth are bounded by the schema and by the size of what came in.
 */
export function tolerate(schema: AnnotatedSchema, value: unknown, leniency: Leniency = 'lenient'): unknown {
  const form = alternativeFor(schema, value);
  if (form.properties !== undefined) return tolerateObject(form, value, leniency);
  if (form.items !== undefined) return tolerateArray(form.items, value, leniency);
  switch (form.type) {
    case 'string':
      return tolerateText(form, leniency === 'lenient' ? textFor(value) : value);
    case 'number':
    case 'integer':
      return leniency === 'lenient' ? numberFor(value) : value;
    case 'boolean':
      return value;
    default:
      return isPlainJson(value, deepestOpenValue) ? value : unreadable;
  }
}

function tolerateObject(schema: AnnotatedSchema, value: unknown, leniency: Leniency): unknown {
  if (!isJsonObject(value)) return unreadable;
  const members = schema.properties ?? {};
  const message = leniency === 'exact' ? unwantedMember(schema, value) : {};
  for (const [name, member] of Object.entries(members)) {
    const spelling = spellingsOf(name, member).find(
      candidate => Object.hasOwn(value, candidate) && !isAbsent(member, value[candidate]),
    );
    if (spelling !== undefined) message[name] = tolerate(member, value[spelling], leniency);
  }
  return message;
}

/** The first member that a closed object does not know, as it came: one is enough to refuse it. */
function unwantedMember(
  { properties = {}, additionalProperties }: AnnotatedSchema,
  value: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (additionalProperties !== false) return {};
  const known = new Set(Object.entries(properties).flatMap(([name, member]) => spellingsOf(name, member)));
  const unwanted = Object.entries(value).find(([name, sent]) => !known.has(name) && sent !== null);
  return Object.fromEntries(unwanted === undefined ? [] : [unwanted]);
}

function tolerateArray(items: AnnotatedSchema, value: unknown, leniency: Leniency): unknown {
  if (!Array.isArray(value) || value.length > longestArray) return unreadable;
  return value.filter(item => !isAbsent(items, item)).map(item => tolerate(items, item, leniency));
}

function textFor(value: unknown): unknown {
  return isExactNumber(value) ? String(value) : value;
}

function tolerateText(schema: AnnotatedSchema, text: unknown): unknown {
  if (typeof text !== 'string' || !isStorable(text)) return unreadable;
  if (schema.caseless === 'upper') return text.toUpperCase();
  if (schema.caseless === 'lower') return text.toLowerCase();
  return text;
}

function numberFor(value: unknown): unknown {
  return typeof value === 'string' && numericText.test(value) ? Number(value) : value;
}

function isAbsent(schema: AnnotatedSchema, value: unknown): boolean {
  return value === null || value === undefined || (value === '' && schema.blank === 'absent');
}

/** A whole number past 2^53 has lost digits on the way in: as an identifier it would name something else. */
function isExactNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
}

/** Lone surrogates do not exist in UTF-8, and neither PostgreSQL's text nor its jsonb holds U+0000. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

/** Whether an open value is shallow, and free of text and names that would harm whoever stores or copies it. */
function isPlainJson(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (value === null || typeof value !== 'object') return true;
  if (depth === 0) return false;
  return Object.entries(value).every(
    ([name, member]) => name !== '__proto__' && isStorable(name) && isPlainJson(member, depth - 1),
  );
}
