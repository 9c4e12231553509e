import { createHash, timingSafeEqual } from 'node:crypto';
import { Readable } from 'node:stream';
import { scrubPans } from '@countermark/wire/card/scrub';
import { type OperatorError, type OperatorErrorCode, operatorErrors } from '@countermark/wire/operator/error';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Hub } from '../../../ports/hub.ts';
import { type HttpProblem, jsonApi, parseJson } from '../../json-api.ts';
import { aggregatorOperations } from './aggregators.ts';
import { batchOperations } from './batches.ts';
import { clockOperations } from './clock.ts';
import { deliveryOperations } from './deliveries.ts';
import { detokenizerOperations } from './detokenizers.ts';
import { exchangeOperations } from './exchanges.ts';
import { hubOperations } from './hub.ts';
import { issuerClientSecretOperations } from './issuer-client-secret.ts';
import { issuerPublicKeyOperations } from './issuer-public-keys.ts';
import { issuerOperations } from './issuers.ts';
import type { Operation } from './operation.ts';
import type { OperatorAccess } from './operator-access.ts';
import { isRefused, type Outcome, type Refused, refuse } from './outcome.ts';
import { productOperations } from './products.ts';
import { readStrictly, type StrictReading } from './read-strictly.ts';
import { reconciliationOperations } from './reconciliations.ts';
import { requestorOperations } from './requestors.ts';
import { sessionOperations } from './sessions.ts';
import { tokenOperations } from './tokens.ts';
import { tspOperations } from './tsps.ts';

/** Room for a product's terms in several languages. */
const bodyLimit = 1024 * 1024;

/** Every call of the operator API. */
export const operations: readonly Operation[] = [
  ...issuerOperations,
  ...issuerPublicKeyOperations,
  ...issuerClientSecretOperations,
  ...aggregatorOperations,
  ...productOperations,
  ...requestorOperations,
  ...tspOperations,
  ...detokenizerOperations,
  ...tokenOperations,
  ...sessionOperations,
  ...deliveryOperations,
  ...exchangeOperations,
  ...batchOperations,
  ...reconciliationOperations,
  ...clockOperations,
  ...hubOperations,
];

/**
 * Serves the operator API to whoever holds the operator token. Register it under `operatorBasePath`; the listener is for
 * operators only.
 */
export async function operatorRoutes(
  scope: FastifyInstance,
  { hub, operator }: { hub: Hub; operator: OperatorAccess },
): Promise<void> {
  const isOperator = tokenCheck(operator.token);
  scope.addHook('onRequest', async (request, reply) => {
    if (isOperator(request.headers.authorization)) return;
    return send(reply.header('www-authenticate', 'Bearer'), unauthorized);
  });
  const routes = operations.map(operation => ({
    method: operation.method,
    url: operation.path,
    media: operation.media,
    handle: async (request: FastifyRequest, reply: FastifyReply) =>
      send(reply, await answer(operation, { request, hub, operator })),
  }));
  jsonApi(scope, { bodyLimit, problem: status => errorBody(problems[status]) }, routes);
}

const unauthorized = refuse(
  'unauthorized',
  'The operator token is missing or wrong. Send `Authorization: Bearer …` with the content of the file operator-token ' +
    "in the hub's identity folder; a sandbox also writes it into .countermark/sandbox.json.",
);

const problems: Record<HttpProblem, Refused> = {
  404: refuse('unknown-path', 'The operator API has no such path.'),
  405: refuse('wrong-verb', 'The operator API does not serve this path with this verb.'),
  413: refuse('body-too-large', `The body is larger than ${bodyLimit} bytes.`),
  415: refuse(
    'wrong-media-type',
    'The body must be JSON, `Content-Type: application/json`, or a file, `Content-Type: application/octet-stream`.',
  ),
  500: refuse('server-error', "The hub failed; its log says where, under 'call failed'."),
};

/** Compares digests, which are of one length: how long it takes tells nothing of the token. */
function tokenCheck(token: string): (authorization: string | undefined) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(token);
  return authorization => {
    const sent = /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1];
    return sent !== undefined && timingSafeEqual(digest(sent), expected);
  };
}

/** Reads the parts of a call in the order path, query, body, and carries it out. */
async function answer(
  operation: Operation,
  { request, hub, operator }: { request: FastifyRequest; hub: Hub; operator: OperatorAccess },
): Promise<Outcome> {
  const params = readStrictly(operation.params, request.params);
  if (!params.ok) return params.refused;
  const query = readStrictly(operation.query, request.query);
  if (!query.ok) return query.refused;
  const body = readBody(operation.body, request.body);
  if (!body.ok) return body.refused;
  return operation.act({ hub, operator, params: params.value, query: query.value, body: body.value });
}

function readBody(schema: Operation['body'], bytes: unknown): StrictReading<unknown> {
  if (schema === null) return { ok: true, value: undefined };
  if (schema === 'UPLOAD') return { ok: true, value: bytes };
  const json = parseJson(bytes);
  return json === undefined
    ? { ok: false, refused: refuse('not-json', 'The body is not JSON.') }
    : readStrictly(schema, json);
}

function send(reply: FastifyReply, outcome: Outcome): FastifyReply {
  if (isRefused(outcome)) return reply.code(statusOf(outcome.error)).send(errorBody(outcome));
  if ('pieces' in outcome)
    return reply.code(outcome.status).type(outcome.media).send(Readable.from(outcome.pieces));
  return reply.code(outcome.status).send(outcome.body ?? undefined);
}

function statusOf(error: OperatorErrorCode): number {
  return operatorErrors[error];
}

function errorBody(refused: Refused): OperatorError {
  return { ...refused, message: scrubPans(refused.message) };
}
