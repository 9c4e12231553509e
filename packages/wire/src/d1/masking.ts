import type { AnnotatedSchema } from '../annotated-schema.ts';
import { maskBySchema } from '../masking.ts';
import { operationNamed } from './apis.ts';
import { ErrorGeneric } from './error-response.ts';

/**
 * A message of a D1 API as the exchange log may keep it: see {@link maskBySchema}. Personal data are masked whole,
 * envelopes, assertions and tokens told by their length, one-time passwords by their number of digits.
 *
 * @param operationName as `qualifiedName` has it; of an unknown operation only the names of members are shown
 * @param part a `response` may also be an error body
 * @param body parsed JSON; `undefined` when there was none. Of a message that is a list one item may be given alone
 */
export function maskMessage(operationName: string, part: 'request' | 'response', body: unknown): unknown {
  const schema = schemaOf(operationName, part);
  return maskBySchema(Array.isArray(body) ? schema : (schema.items ?? schema), body);
}

function schemaOf(operationName: string, part: 'request' | 'response'): AnnotatedSchema {
  const operation = operationNamed(operationName);
  const message = part === 'request' ? operation?.request : operation?.response.schema;
  const { items, properties }: AnnotatedSchema = message ?? {};
  if (items !== undefined) return { items };
  const errorMembers: AnnotatedSchema['properties'] = part === 'response' ? ErrorGeneric.properties : {};
  return { properties: { ...errorMembers, ...properties } };
}
