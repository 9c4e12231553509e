import type Type from 'typebox';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/** Words that only this house's readers know. */
const houseWords: ReadonlySet<string> = new Set(['log', 'caseless', 'aliases', 'blank']);

/** Names of schemas that several messages share, by their content. */
export type SchemaNames = ReadonlyMap<string, string>;

/** Objects that modules export, by content: where one of them stands in a message, its name stands for it. */
export function namesOf(modules: readonly Readonly<Record<string, unknown>>[]): SchemaNames {
  const names = new Map<string, string>();
  for (const [name, schema] of modules.flatMap(module => Object.entries(module))) {
    if (!isSchemaObject(schema) || !/^[A-Z]/.test(name)) continue;
    const content = JSON.stringify(plain(schema));
    if (!names.has(content)) names.set(content, name);
  }
  return names;
}

function isSchemaObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'object';
}

/** The schemas of one document: each named one is written once, and referred to. */
export class Components {
  readonly #names: SchemaNames;
  readonly #schemas = new Map<string, Json>();

  constructor(names: SchemaNames) {
    this.#names = names;
  }

  /** The schema as it stands in the document; under a name of its own when it is given one. */
  use(schema: Type.TSchema, name?: string): Json {
    const content = plain(schema as unknown as Json);
    return name === undefined ? this.#place(content) : this.#refer(name, content);
  }

  /** In the order of their names. */
  all(): JsonObject {
    return Object.fromEntries([...this.#schemas].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  #place(content: Json): Json {
    if (Array.isArray(content)) return content.map(entry => this.#place(entry));
    if (content === null || typeof content !== 'object') return content;
    const name = this.#names.get(JSON.stringify(content));
    return name === undefined ? this.#placeMembers(content) : this.#refer(name, content);
  }

  #placeMembers(content: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(content).map(([word, value]) => [word, this.#place(value)]));
  }

  #refer(name: string, content: Json): Json {
    if (!this.#schemas.has(name)) {
      this.#schemas.set(name, null);
      const whole = typeof content === 'object' && content !== null && !Array.isArray(content);
      this.#schemas.set(name, whole ? this.#placeMembers(content) : content);
    }
    return { $ref: `#/components/schemas/${name}` };
  }
}

/** A schema in the words of JSON Schema alone. */
function plain(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(plain);
  if (schema === null || typeof schema !== 'object') return schema;
  const words = Object.entries(schema).filter(([word]) => !houseWords.has(word) && !word.startsWith('~'));
  return Object.fromEntries(
    words.map(([word, value]) => [word, word === 'properties' ? members(value) : plain(value)]),
  );
}

/** Members may be called like words of ours. */
function members(properties: Json): Json {
  if (properties === null || typeof properties !== 'object' || Array.isArray(properties)) return properties;
  return Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, plain(member)]));
}
