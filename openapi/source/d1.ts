import { type D1ApiDescription, inboundApis, outboundApis } from '@countermark/wire/d1/apis';
import { ErrorGeneric } from '@countermark/wire/d1/error-response';
import type { D1Operation } from '@countermark/wire/d1/operation';
import type { ApiSource, HeaderSource, OperationSource, RefusalSource, SecurityScheme } from './api.ts';
import { refusalExampleOf } from './d1-refusal-examples.ts';

const inboundServer = { url: 'https://hub.example', description: 'The hub; mutual TLS.' };
const outboundServer = { url: 'https://issuer.example', description: "The issuer's domain; mutual TLS." };

function sourceOf(
  { api, title, version, operations }: D1ApiDescription,
  direction: 'inbound' | 'outbound',
): ApiSource {
  return {
    name: api,
    title,
    version,
    description:
      direction === 'inbound' ? "What an issuer's backend calls." : "What an issuer's backend serves.",
    server: direction === 'inbound' ? inboundServer : outboundServer,
    security: ['mutualTLS', ...tokenOf(api)],
    operations: operations.map(operationOf),
  };
}

function tokenOf(api: D1ApiDescription['api']): SecurityScheme[] {
  if (api === 'D1-Public-IN-v1-Auth2') return [];
  return [api === 'D1-Public-OUT-v1-Auth2' ? 'basic' : 'bearer'];
}

const correlationId: HeaderSource = {
  name: 'x-correlation-id',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 64 },
  example: '6f1c2b52-5c0b-4c52-9a55-0f8f5d3f5a11',
  description: 'Groups the calls of one use case.',
};

function operationOf(operation: D1Operation): OperationSource {
  const { name, method, path, summary, parameters, query, request, response, refusals, example } = operation;
  const isToken = name === 'getToken';
  const form = 'application/x-www-form-urlencoded';
  const media = !isToken
    ? ['application/json']
    : operation.direction === 'inbound'
      ? [form, 'application/json']
      : [form];
  return {
    operationId: name,
    method: method.toLowerCase() as OperationSource['method'],
    path,
    summary,
    headers: [correlationId],
    parameters,
    query,
    request: request && { schema: request, media, required: operation.requestIsOptional !== true },
    success: { status: response.status, schema: response.schema },
    refusals: byStatus(refusals),
    example: example as OperationSource['example'],
    refusalExample: refusalExampleOf(operation),
  };
}

/** OpenAPI has one response for each status: its description lists the codes. */
function byStatus(rows: D1Operation['refusals']): RefusalSource[] {
  return [...Map.groupBy(rows, row => row.status)].map(([status, alike]) => ({
    status,
    description: alike
      .map(({ errorCode, when }) => (errorCode === null ? when : `${errorCode}: ${when}`))
      .join('\n'),
    schema: ErrorGeneric,
  }));
}

/** A document for each API of the D1 family. */
export const d1Sources: readonly ApiSource[] = [
  ...inboundApis.map(api => sourceOf(api, 'inbound')),
  ...outboundApis.map(api => sourceOf(api, 'outbound')),
];
