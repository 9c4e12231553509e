/**
 * What this package writes into its schemas beside the words of JSON Schema: how a member is read, and how much of
 * it the exchange log may show. A validator or generator that knows JSON Schema only may ignore these words.
 */
export interface SchemaAnnotations {
  /** The text is compared without regard to case; reading hands it on in this case. */
  caseless?: 'upper' | 'lower';
  /** Other names under which deployed peers send the member. They are read and never written. */
  aliases?: readonly string[];
  /** An empty text means the same as no member. */
  blank?: 'absent';
  /** What the exchange log may show. A member that does not say so is masked whole. */
  log?: LogRule;
}

/**
 * `plain`: the value, unless it holds a card number or outgrows its schema;
 * `envelope`: only the length of the enveloped data;
 * `digits`: only how many digits there are.
 */
export type LogRule = 'plain' | 'envelope' | 'digits';

/** A JSON Schema as reading and masking see it: the words that steer the walk through a message. */
export interface AnnotatedSchema extends SchemaAnnotations {
  type?: string;
  properties?: Readonly<Record<string, AnnotatedSchema>>;
  /** `false`: the object has no members but the declared ones. */
  additionalProperties?: unknown;
  items?: AnnotatedSchema;
  anyOf?: readonly AnnotatedSchema[];
  maxLength?: number;
}

/** The alternative of `anyOf` meant for a value of this JSON type, else the first; the schema itself if it has none. */
export function alternativeFor(schema: AnnotatedSchema, value: unknown): AnnotatedSchema {
  if (schema.anyOf === undefined) return schema;
  const type = jsonTypeOf(value);
  return schema.anyOf.find(alternative => alternative.type === type) ?? schema.anyOf[0] ?? schema;
}

/** Every name under which a member may be sent, the right one first. */
export function spellingsOf(name: string, member: AnnotatedSchema): readonly string[] {
  return [name, ...(member.aliases ?? [])];
}

/** Whether a value is a JSON object, neither `null` nor an array. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return jsonTypeOf(value) === 'object';
}

function jsonTypeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
