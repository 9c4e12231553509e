import { errorResponse } from '@countermark/wire/d1/error-response';
import { readD1Headers } from '@countermark/wire/d1/headers';
import { maskMessage } from '@countermark/wire/d1/masking';
import {
  type D1Operation,
  qualifiedName,
  readParameters,
  readQuery,
  readRequest,
} from '@countermark/wire/d1/operation';
import { type D1Reading, invalidFormat } from '@countermark/wire/d1/reading';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Hub } from '../../../ports/hub.ts';
import type { D1Call } from '../../../use-cases/d1-call.ts';
import { beginInbound } from '../../exchange-log.ts';
import { type JsonRoute, jsonApi, parseJson } from '../../json-api.ts';
import { knownCallers } from '../../known-callers.ts';
import { authorisedIssuer, type D1Caller } from './authorise.ts';
import { answerCorrelationId, correlationIdOf } from './correlation-id.ts';
import type { D1Inbound } from './operation.ts';
import { d1Problem } from './problem.ts';

/** Everything under this path needs an access token. */
export const bankingPrefix = '/banking';

/** Room for a consumer with a hundred cards. */
const bodyLimit = 1024 * 1024;

export interface BankingParts {
  hub: Hub;
  operations: readonly D1Inbound[];
  callerOf: (request: FastifyRequest) => Promise<D1Caller | null>;
  /** Counts a call of an issuer: how many seconds it has to wait; 0: none. */
  waitOf: (issuerId: string) => number;
}

interface Answer {
  status: number;
  body: unknown;
  /** In seconds. */
  retryAfter?: number;
}

/**
 * Serves the consumer, card, digital card and Click to Pay APIs. Checks come in one order: access token and certificate (401),
 * path, verb, media type, size, parameters and headers (400), issuer (403, 404), body (400); then what the use case
 * checks: resource (404), state (403).
 */
export async function bankingRoutes(scope: FastifyInstance, parts: BankingParts): Promise<void> {
  answerCorrelationId(scope, parts.hub.ids);
  const { status, body: stranger } = errorResponse({ errorCode: 'AUTHORIZER_UNAUTHORIZED' });
  const caller = knownCallers(scope, { callerOf: parts.callerOf, stranger, status });
  const routes = parts.operations.map(
    (entry): JsonRoute => ({
      method: entry.operation.method,
      url: routePath(entry.operation),
      bodyIsOptional: true,
      handle: async (request, reply) =>
        send(reply, await answer(parts, entry, { request, reply, caller: caller(request) })),
    }),
  );
  jsonApi(scope, { bodyLimit, problem: d1Problem }, routes);
}

/** The path of an operation below the prefix in the router's words, in which a colon begins a parameter. */
function routePath({ path }: D1Operation): string {
  return path
    .slice(bankingPrefix.length)
    .replaceAll(':', '::')
    .replace(/\{(?<name>\w+)\}/g, ':$<name>');
}

function send(reply: FastifyReply, { status, body, retryAfter }: Answer): FastifyReply {
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
  return reply.code(status).send(body);
}

async function answer(
  { hub, waitOf }: BankingParts,
  entry: D1Inbound,
  { request, reply, caller }: { request: FastifyRequest; reply: FastifyReply; caller: D1Caller },
): Promise<Answer> {
  const head = readHead(entry.operation, request);
  if (!head.ok) return errorResponse(head);
  const { issuerId } = head.message.parameters as { issuerId: string };
  const authorised = await authorisedIssuer(hub, caller, issuerId);
  if (!authorised.ok) return errorResponse(authorised);
  const retryAfter = waitOf(issuerId);
  if (retryAfter > 0) return { ...errorResponse({ errorCode: 'TOO_MANY_REQUESTS' }), retryAfter };
  const { issuer } = authorised;
  const { clientId } = caller;
  const call = { issuer, ...head.message, correlationId: correlationIdOf(reply) };
  return answerOnRecord(hub, entry, { call, clientId, sent: request.body });
}

interface SentCall {
  call: Omit<D1Call, 'body'>;
  /** The body, as it came. */
  sent: unknown;
}

async function answerOnRecord(
  hub: Hub,
  entry: D1Inbound,
  { call, clientId, sent }: SentCall & Pick<D1Caller, 'clientId'>,
): Promise<Answer> {
  const { issuerId } = call.issuer;
  const operation = qualifiedName(entry.operation);
  const keep = beginInbound(hub);
  const result = await carryOut(hub, entry, { call, sent });
  await keep({
    peer: `issuer:${issuerId}`,
    ...(clientId !== issuerId && { aggregatorId: clientId }),
    ...(call.userId !== null && { userId: call.userId }),
    operation,
    correlationId: call.correlationId,
    status: result.status,
    request: maskMessage(operation, 'request', parseJson(sent)),
    response: maskMessage(operation, 'response', result.body),
  });
  return result;
}

type Head = Pick<D1Call, 'parameters' | 'query' | 'userId'>;

/** All of a call but its body. */
function readHead(operation: D1Operation, request: FastifyRequest): D1Reading<Head> {
  const parameters = readParameters(operation, request.params);
  if (!parameters.ok) return parameters;
  const headers = readD1Headers(operation.api, request.headers);
  if (!headers.ok) return headers;
  const query = readQuery(operation, request.query);
  if (!query.ok) return query;
  const { userId } = headers;
  return { ok: true, message: { parameters: parameters.message, query: query.message, userId } };
}

async function carryOut(
  hub: Hub,
  { operation, handle }: D1Inbound,
  { call, sent }: SentCall,
): Promise<Answer> {
  const reading = readBody(operation, sent);
  if (!reading.ok) return errorResponse(reading);
  const result = await handle(hub, { ...call, body: reading.message });
  if (!result.ok) return errorResponse(result);
  return { status: operation.response.status, body: result.body };
}

function readBody(operation: D1Operation, sent: unknown): D1Reading<D1Call['body']> {
  const isSent = Buffer.isBuffer(sent) && sent.length > 0;
  const body = parseJson(sent);
  if (isSent && body === undefined) return invalidFormat('body');
  return readRequest(operation, body);
}
