import { scrubPans } from '@countermark/wire/card/scrub';
import { errorResponseTo } from '@countermark/wire/issuer-gateway/error-response';
import { maskBySchema } from '@countermark/wire/masking';
import { readMessage } from '@countermark/wire/reading';
import {
  TokenRequestorError as ErrorBody,
  type TokenRequestorError,
} from '@countermark/wire/token-requestor/error-response';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TokenRequestor } from '../../../core/token-requestor.ts';
import type { Hub } from '../../../ports/hub.ts';
import { beginInbound } from '../../exchange-log.ts';
import { type JsonRoute, jsonApi, parseJson } from '../../json-api.ts';
import { knownCallers } from '../../known-callers.ts';
import { currentCertificate } from '../../peer-certificate.ts';
import type { Operation, Outcome } from './operation.ts';
import { operations } from './operations.ts';

const bodyLimit = 64 * 1024;

/** Serves the token requestor API: every call is the requestor's whose certificate it came with. */
export async function tokenRequestorRoutes(scope: FastifyInstance, { hub }: { hub: Hub }): Promise<void> {
  const caller = knownCallers(scope, { callerOf: request => requestorOf(hub, request), stranger });
  const routes: JsonRoute[] = operations.map(operation => ({
    method: operation.method,
    url: operation.path,
    handle: (request, reply) => serve(hub, operation, { requestor: caller(request), request, reply }),
  }));
  jsonApi(scope, { bodyLimit, problem: (status, words) => error(status === 500 ? 921 : 112, words) }, routes);
}

const stranger = error(113, 'This certificate belongs to no token requestor');

async function requestorOf({ store }: Hub, request: FastifyRequest): Promise<TokenRequestor | null> {
  const certificate = currentCertificate(request);
  return certificate && store.requestors.findByCertificate(certificate.fingerprint);
}

async function serve(
  hub: Hub,
  operation: Operation,
  { requestor, request, reply }: { requestor: TokenRequestor; request: FastifyRequest; reply: FastifyReply },
): Promise<unknown> {
  const keep = beginInbound(hub);
  const message = operation.request
    ? readMessage(operation.request, parseJson(request.body))
    : ({ ok: true, message: null } as const);
  if (!message.ok) return reply.code(400).send(error(message.code, errorResponseTo(message).errorMessage));
  const params = idsIn(request.params as Record<string, string>);
  const call = { hub, requestor, params, query: request.query, message: message.message };
  const outcome = await operation.act(call);
  const { status, body, correlationId } = answered(outcome, { operation, params });
  if (operation.method !== 'GET' && correlationId !== '') {
    await keep({
      peer: `requestor:${requestor.requestorId}`,
      operation: operation.name,
      correlationId,
      status,
      request: maskBySchema(operation.request ?? {}, message.message),
      response: maskBySchema(status < 400 ? operation.response : ErrorBody, body),
    });
  }
  return reply.code(status).send(body);
}

const hubMadeId = /^[\w-]{1,64}$/;

/** The ids in a path are of the hub's making; a text that cannot be one names nothing. */
function idsIn(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, text]) => [name, hubMadeId.test(text) ? text : '']),
  );
}

/** A refused call is logged with the session it was for. */
function answered(
  outcome: Outcome,
  { operation, params }: { operation: Operation; params: Record<string, string> },
): { status: number; body: object; correlationId: string } {
  if ('body' in outcome) return { status: operation.status, ...outcome };
  return {
    status: statusOf(outcome.code),
    body: error(outcome.code, outcome.message),
    correlationId: params['enrolmentId'] ?? params['bindingId'] ?? '',
  };
}

/** What is unknown is 404, what is not the caller's 403, what is not now 409; the rest is the message's fault. */
function statusOf(code: number): number {
  if (code === 117 || code === 118 || code === 119 || code === 116) return 404;
  if (code === 113) return 403;
  if (code === 432 || code === 321) return 409;
  if (code === 921) return 500;
  return 400;
}

function error(errorCode: number, message: string): TokenRequestorError {
  return { errorCode, errorMessage: scrubPans(message) };
}
