import type { JsonObject } from './schemas.ts';

type Json = JsonObject[string];

/**
 * The same document in OpenAPI 3.0.3, which many generators and gateways still want: no `mutualTLS`, no `const`, no
 * lists of types, one `example` where JSON Schema has `examples`.
 */
export function as30(document: JsonObject): JsonObject {
  const converted = convert(document) as JsonObject;
  const { info, components } = converted as { info: JsonObject; components: JsonObject };
  const { identifier: _, ...license } = info['license'] as JsonObject;
  const schemes = Object.entries(components['securitySchemes'] as JsonObject);
  const known = schemes.filter(([name]) => name !== 'mutualTLS');
  return {
    ...converted,
    openapi: '3.0.3',
    info: { ...info, license: { ...license, url: 'https://www.apache.org/licenses/LICENSE-2.0' } },
    components: { ...components, securitySchemes: Object.fromEntries(known) },
  };
}

function convert(value: Json): Json {
  if (Array.isArray(value)) return value.map(convert);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).flatMap(([word, content]) => convertWord(word, content)));
}

/** What stands under `properties` and `schemas` are names of ours, and may be like words of the document. */
function convertNamed(named: Json): Json {
  const entries = Object.entries(named as JsonObject);
  return Object.fromEntries(entries.map(([name, schema]) => [name, convert(schema)]));
}

function convertWord(word: string, content: Json): [string, Json][] {
  // Examples are data: nothing in them is a word of the document.
  if (word === 'example' || (word === 'examples' && !Array.isArray(content))) return [[word, content]];
  if (word === 'properties' || word === 'schemas') return [[word, convertNamed(content)]];
  if (word === 'const') return [['enum', [content]]];
  if (word === 'examples' && Array.isArray(content)) return [['example', content[0] ?? null]];
  if (word === 'security' && Array.isArray(content)) return securityOf(content);
  if (word === 'patternProperties') return [];
  return [[word, convert(content)]];
}

/** A client certificate cannot be asked for in 3.0: the servers' description says it. */
function securityOf(requirements: Json[]): [string, Json][] {
  const others = requirements.map(requirement => {
    const { mutualTLS: _, ...rest } = requirement as JsonObject;
    return rest;
  });
  const kept = others.filter(requirement => Object.keys(requirement).length > 0);
  return [['security', kept]];
}
