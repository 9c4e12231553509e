import { type AnnotatedSchema, alternativeFor, isJsonObject, spellingsOf } from './annotated-schema.ts';
import { scrubPans } from './card/scrub.ts';

const masked = '‹masked›';
const unknownMember = '‹unknown member›';

/** Longest text shown where the schema sets no length of its own. */
const longestShown = 512;

/** How much of a list, and how many unknown members of an object, the log takes. */
const longestList = 100;
const mostUnknownMembers = 50;
const longestUnknownName = 64;

const digitsOnly = /^[0-9]{1,64}$/;

/**
 * A message as the exchange log may keep it. It works by allow-list: a member is shown only if its schema says so
 * (`log: 'plain'`), and even then anything like a card number in it is starred. Enveloped data is told by its length,
 * a one-time password by its number of digits, any other member by `‹masked›`, and what the schema does not know by
 * name alone.
 *
 * @param message parsed JSON from either side, well-formed or not
 * @returns JSON of the same outline
 */
export function maskBySchema(schema: AnnotatedSchema, message: unknown): unknown {
  if (message === null || message === undefined) return null;
  const form = alternativeFor(schema, message);
  if (form.properties !== undefined) return maskObject(form.properties, message);
  if (form.items !== undefined) return maskList(form.items, message);
  switch (form.log) {
    case 'plain':
      return maskPlain(form, message);
    case 'envelope':
      return typeof message === 'string' ? `‹envelope, ${message.length} characters›` : masked;
    case 'digits':
      return maskDigits(message);
    default:
      return masked;
  }
}

function maskObject(members: Readonly<Record<string, AnnotatedSchema>>, value: unknown): unknown {
  if (!isJsonObject(value)) return masked;
  const known = new Map(
    Object.entries(members).flatMap(([name, member]) =>
      spellingsOf(name, member).map(spelling => [spelling, member] as const),
    ),
  );
  const shown = Object.keys(value)
    .filter(name => known.has(name))
    .map(name => [name, maskBySchema(known.get(name) ?? {}, value[name])]);
  const unknown = Object.keys(value)
    .filter(name => !known.has(name))
    .slice(0, mostUnknownMembers)
    .map(name => [scrubPans(name).slice(0, longestUnknownName), unknownMember]);
  return Object.fromEntries([...shown, ...unknown]);
}

function maskList(items: AnnotatedSchema, value: unknown): unknown {
  if (!Array.isArray(value)) return masked;
  const shown = value.slice(0, longestList).map(item => maskBySchema(items, item));
  return value.length > longestList ? [...shown, `‹${value.length - longestList} more›`] : shown;
}

/** A text longer than it may be is not what its name says: only its length is shown. */
function maskPlain(schema: AnnotatedSchema, value: unknown): unknown {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return maskNumber(value);
  if (typeof value !== 'string') return masked;
  if (value.length > (schema.maxLength ?? longestShown)) return `‹${value.length} characters›`;
  return scrubPans(value);
}

/** A number stays one, unless it is a card number. */
function maskNumber(value: number): number | string {
  const scrubbed = scrubPans(String(value));
  return scrubbed === String(value) ? value : scrubbed;
}

function maskDigits(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return masked;
  const text = String(value);
  return digitsOnly.test(text) ? `‹${text.length} digits›` : masked;
}
