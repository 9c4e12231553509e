import { operations as operatorOperations } from '@countermark/hub/peers/operator/inbound/routes';
import { operations as requestorOperations } from '@countermark/hub/peers/token-requestor/inbound/operations';
import { correlationIdHeader } from '@countermark/wire/issuer-gateway/headers';
import { operatorBasePath } from '@countermark/wire/operator/elements';
import { OperatorError } from '@countermark/wire/operator/error';
import { TokenRequestorError } from '@countermark/wire/token-requestor/error-response';
import { tokenRequestorBasePath } from '@countermark/wire/token-requestor/identifiers';
import Type from 'typebox';
import type { ApiSource, HeaderSource, OperationSource } from './api.ts';

interface Route {
  name: string;
  method: string;
  path: string;
  request: Type.TSchema | null;
  media: string;
  response: Type.TSchema | null;
  /** Of a success. */
  status: number;
}

function operationOf(route: Route, error: Type.TSchema): OperationSource {
  return {
    operationId: route.name,
    method: route.method.toLowerCase() as OperationSource['method'],
    path: route.path.replace(/:(\w+)/g, '{$1}'),
    summary: inWords(route.name),
    headers: [correlationId],
    parameters: parametersIn(route.path),
    query: null,
    request: route.request && { schema: route.request, media: [route.media], required: true },
    success: { status: route.status, schema: route.response },
    refusals: [
      { status: 400, description: 'Refused: the body says why.', schema: error },
      { status: 404, description: 'There is no such thing.', schema: error },
    ],
    example: {},
    refusalExample: null,
  };
}

const correlationId: HeaderSource = {
  name: correlationIdHeader,
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 64 },
  example: '6f1c2b52-5c0b-4c52-9a55-0f8f5d3f5a11',
  description: 'The session a call belongs to.',
};

function parametersIn(path: string): Type.TSchema | null {
  const names = path.match(/(?<=:)\w+/g) ?? [];
  if (names.length === 0) return null;
  return Type.Object(Object.fromEntries(names.map(name => [name, Type.String({ minLength: 1 })])));
}

/** Enrolments and bindings have calls of one name; a document needs two. */
function uniqueName(name: string, path: string): string {
  const alike = requestorOperations.filter(operation => operation.name === name);
  const [resource = ''] = path.slice(1).split('/');
  return alike.length === 1 ? name : `${name}Of${resource.slice(0, 1).toUpperCase()}${resource.slice(1)}`;
}

function withoutMembers(schema: Type.TSchema): boolean {
  const { properties = {} } = schema as { properties?: object };
  return Object.keys(properties).length === 0;
}

/** `startEnrolment` says itself what it does: Start enrolment. */
function inWords(name: string): string {
  const words = name.replace(/(?<=[a-z])[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}

/** What wallets and merchants call. */
const tokenRequestor: ApiSource = {
  name: 'token-requestor',
  title: 'Token requestor API',
  version: '1.0',
  description: "What a wallet's or merchant's server calls to get and manage tokens.",
  server: { url: `https://hub.example${tokenRequestorBasePath}`, description: 'Mutual TLS.' },
  security: ['mutualTLS'],
  operations: requestorOperations.map(({ name, method, path, request, response, status }) =>
    operationOf(
      { name: uniqueName(name, path), method, path, request, media: 'application/json', response, status },
      TokenRequestorError,
    ),
  ),
};

/** What operators and their tools call. */
const operator: ApiSource = {
  name: 'operator',
  title: 'Operator API',
  version: '1.0',
  description: "What the `countermark` command and an operator's tools call.",
  server: { url: `https://hub.example${operatorBasePath}`, description: 'For operators only.' },
  security: ['bearer'],
  operations: operatorOperations.map(({ name, method, path, query, body, media, response }) => ({
    ...operationOf(
      {
        name,
        method,
        path,
        request: body === 'UPLOAD' ? Type.String() : body,
        media,
        response,
        status: response ? 200 : 204,
      },
      OperatorError,
    ),
    query: withoutMembers(query) ? null : query,
  })),
};

export const hubSources: readonly ApiSource[] = [tokenRequestor, operator];
