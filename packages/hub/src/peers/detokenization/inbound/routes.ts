import { scrubPans } from '@countermark/wire/card/scrub';
import {
  type DetokenizationError,
  DetokenizationError as ErrorBody,
  requestIdHeader,
  requestIdPattern,
} from '@countermark/wire/detokenization/error-response';
import { messageMacFits, messageMacHeader } from '@countermark/wire/detokenization/message-mac';
import { errorResponseTo } from '@countermark/wire/issuer-gateway/error-response';
import { maskBySchema } from '@countermark/wire/masking';
import { malformed, missing, type Reading, readMessage } from '@countermark/wire/reading';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Detokenizer } from '../../../core/detokenizer.ts';
import type { Hub } from '../../../ports/hub.ts';
import { beginInbound } from '../../exchange-log.ts';
import { jsonApi, parseJson } from '../../json-api.ts';
import { knownCallers } from '../../known-callers.ts';
import { currentCertificate } from '../../peer-certificate.ts';
import { type Operation, type Outcome, operations } from './operations.ts';

const bodyLimit = 16 * 1024;

/**
 * Serves the detokenization API. The checks come in the order caller, format, message authentication code; only then is
 * a token looked at.
 */
export async function detokenizationRoutes(scope: FastifyInstance, { hub }: { hub: Hub }): Promise<void> {
  const caller = knownCallers(scope, { callerOf: request => detokenizerOf(hub, request), stranger });
  const routes = operations.map(operation => ({
    method: 'POST' as const,
    url: operation.path,
    handle: (request: FastifyRequest, reply: FastifyReply) =>
      serve(hub, operation, { detokenizer: caller(request), request, reply }),
  }));
  jsonApi(scope, { bodyLimit, problem: (status, words) => error(status === 500 ? 921 : 112, words) }, routes);
}

const stranger = error(113, 'This certificate belongs to no caller of detokenization');

async function detokenizerOf({ store }: Hub, request: FastifyRequest): Promise<Detokenizer | null> {
  const certificate = currentCertificate(request);
  return certificate && store.detokenizers.findByCertificate(certificate.fingerprint);
}

interface Received {
  detokenizer: Detokenizer;
  request: FastifyRequest;
  reply: FastifyReply;
}

async function serve(hub: Hub, operation: Operation, received: Received): Promise<unknown> {
  const { detokenizer, request, reply } = received;
  const keep = beginInbound(hub);
  const requestId = readRequestId(request);
  if (!requestId.ok) return refuse(reply, requestId);
  const message = readMessage(operation.request, parseJson(request.body));
  if (!message.ok) return refuse(reply, message);
  if (!isAuthentic(hub, received, requestId.message)) return refuse(reply, malformed(messageMacHeader));
  const call = {
    hub,
    detokenizer,
    requestId: requestId.message,
    message: message.message,
    text: bodyOf(request).toString(),
  };
  const { status, body } = answered(await operation.act(call));
  await keep({
    peer: `detokenizer:${detokenizer.detokenizerId}`,
    operation: operation.name,
    correlationId: requestId.message,
    status,
    request: maskBySchema(operation.request, message.message),
    response: maskBySchema(status < 400 ? (operation.response ?? {}) : ErrorBody, body),
  });
  return reply.code(status).send(body ?? undefined);
}

function answered(outcome: Outcome): { status: number; body: object | null } {
  return 'status' in outcome ? outcome : { status: 400, body: error(outcome.code, outcome.message) };
}

const requestIdShape = new RegExp(requestIdPattern);

function readRequestId({ headers }: FastifyRequest): Reading<string> {
  const requestId = headers[requestIdHeader];
  if (requestId === undefined) return missing(requestIdHeader);
  return typeof requestId === 'string' && requestIdShape.test(requestId)
    ? { ok: true, message: requestId }
    : malformed(requestIdHeader);
}

function isAuthentic({ vault }: Hub, { detokenizer, request }: Received, requestId: string): boolean {
  const mac = request.headers[messageMacHeader];
  if (typeof mac !== 'string') return false;
  const address = { table: 'detokenizer', column: 'mac_key', rowId: detokenizer.detokenizerId };
  const key = Buffer.from(vault.open(address, detokenizer.sealedMacKey), 'hex');
  return messageMacFits(key, { requestId, body: bodyOf(request) }, mac);
}

function bodyOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

function refuse(reply: FastifyReply, refusal: Parameters<typeof errorResponseTo>[0]): FastifyReply {
  return reply.code(400).send(error(refusal.code, errorResponseTo(refusal).errorMessage));
}

function error(errorCode: number, errorMessage: string): DetokenizationError {
  return { errorCode: String(errorCode), errorMessage: scrubPans(errorMessage) };
}
