import { readCorrelationId } from '@countermark/wire/issuer-gateway/headers';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { maskBySchema } from '@countermark/wire/masking';
import { readMessage } from '@countermark/wire/reading';
import { tspError, tspErrorTo } from '@countermark/wire/tsp/error-response';
import { readWalletIndicator } from '@countermark/wire/tsp/headers';
import { healthCheck } from '@countermark/wire/tsp/health-check';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Hub } from '../../../../ports/hub.ts';
import type { TspCallResult } from '../../../../use-cases/personalisation/take-token-data.ts';
import { beginInbound } from '../../../exchange-log.ts';
import { type HttpProblem, type JsonRoute, jsonApi, parseJson } from '../../../json-api.ts';
import { knownCallers } from '../../../known-callers.ts';
import { type IncomingOperation, readId } from './operations.ts';
import { tspCallers } from './tsp-caller.ts';

/** Room for personalisation data. */
const bodyLimit = 256 * 1024;

/** What the routes of TSPs need beside the hub. */
export interface TspRoutesOptions {
  hub: Hub;
  /** The hub's own authority, which may sign the certificates of TSPs. */
  authorityPem: string;
  operations: readonly IncomingOperation[];
}

interface Answer {
  status: number;
  body: object | null;
}

/**
 * Serves one of the incoming TSP APIs. Checks come in one order: certificate, path, verb, media type, size, headers, JSON,
 * fields, issuer; then what the use case checks: token, repeat, state.
 */
export async function tspRoutes(scope: FastifyInstance, options: TspRoutesOptions): Promise<void> {
  const { hub, authorityPem, operations } = options;
  const callerOf = tspCallers({ connections: hub.store.tspConnections, authorityPem });
  const caller = knownCallers(scope, { callerOf, stranger });
  const routes = operations.map(
    (entry): JsonRoute => ({
      method: entry.operation.method,
      url: entry.operation.path,
      async handle(request, reply) {
        return send(reply, await answer(hub, entry, { request, tsp: caller(request).tsp }));
      },
    }),
  );
  jsonApi(scope, { bodyLimit, problem }, [...routes, healthRoute]);
}

/** Any TSP may ask whether the hub is there. */
const healthRoute: JsonRoute = {
  method: healthCheck.method,
  url: healthCheck.path,
  handle: async (_, reply) => reply.code(healthCheck.success).send(),
};

const stranger = tspError(
  ResponseCode.unknownIssuer,
  'This certificate belongs to no token service provider',
);

function problem(status: HttpProblem, words: string): object {
  const code = status === 500 ? ResponseCode.serverError : ResponseCode.badParameterFormat;
  return tspError(code, words);
}

function send(reply: FastifyReply, { status, body }: Answer): FastifyReply {
  return reply.code(status).send(body ?? undefined);
}

/** Headers first: without a session there is nothing to put the call on record under. */
async function answer(
  hub: Hub,
  entry: IncomingOperation,
  { request, tsp }: { request: FastifyRequest; tsp: string },
): Promise<Answer> {
  const headers = readCorrelationId(request.headers);
  if (!headers.ok) return { status: 400, body: tspErrorTo(headers) };
  const { correlationId } = headers;
  const keep = beginInbound(hub);
  const body = parseJson(request.body);
  const result = await carryOut(hub, entry, { request, tsp, correlationId, body });
  await keep({
    peer: `tsp:${tsp}`,
    operation: entry.operation.name,
    correlationId,
    status: result.status,
    request: maskBySchema(entry.operation.request ?? {}, body),
    response: result.body,
  });
  return result;
}

async function carryOut(
  hub: Hub,
  { operation, act }: IncomingOperation,
  call: { request: FastifyRequest; tsp: string; correlationId: string; body: unknown },
): Promise<Answer> {
  const { request, tsp, correlationId, body } = call;
  const indicator = readWalletIndicator(request.headers);
  if (!indicator.ok) return refused(indicator);
  const id = readId(request.params as Record<string, string>);
  if (typeof id !== 'string') return answered(operation.success, id);
  if (body === undefined) return { status: 400, body: tspError(ResponseCode.badParameterFormat, notJson) };
  const reading = readMessage(operation.request ?? {}, body);
  if (!reading.ok) return refused(reading);
  const message = reading.message as { issuerId: string };
  if (!(await hub.store.issuers.find(message.issuerId))) return refused({ code: ResponseCode.unknownIssuer });
  const { walletIndicator } = indicator;
  return answered(operation.success, await act({ hub, tsp, correlationId, id, walletIndicator, message }));
}

const notJson = 'The body is not JSON';

function answered(success: number, result: TspCallResult): Answer {
  return result.accepted ? { status: success, body: null } : refused(result);
}

/** The hub's own faults may be tried again as they are. */
function refused(refusal: { code: number; parameter?: string }): Answer {
  return { status: refusal.code === ResponseCode.serverError ? 503 : 400, body: tspErrorTo(refusal) };
}
