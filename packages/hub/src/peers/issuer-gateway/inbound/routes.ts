import { errorResponse, errorResponseTo } from '@countermark/wire/issuer-gateway/error-response';
import { readHeaders } from '@countermark/wire/issuer-gateway/headers';
import { maskMessage } from '@countermark/wire/issuer-gateway/masking';
import { qualifiedName, readRequest } from '@countermark/wire/issuer-gateway/operation';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Badge } from '../../../core/badge.ts';
import type { Issuer } from '../../../core/issuer.ts';
import type { Hub } from '../../../ports/hub.ts';
import { beginInbound } from '../../exchange-log.ts';
import { type HttpProblem, jsonApi, parseJson } from '../../json-api.ts';
import { isCurrent, peerCertificate } from '../../peer-certificate.ts';
import { type InboundOperation, inboundApis } from './operations.ts';

/** Everything under this path is the issuers': whoever asks is looked at first, then what for. */
export const issuerGatewayPrefix = '/gtep';

/** Largest message an issuer may send, in bytes. */
const bodyLimit = 64 * 1024;

/** An operation in the API of one badge. */
type BadgeOperation = InboundOperation & { badge: Badge };

interface Answer {
  status: number;
  body: object | null;
}

/**
 * Serves the inbound Issuer Gateway APIs, single-badge and auxiliary. Checks come in one order: certificate, path, verb, media type, size, headers,
 * issuer, JSON, fields; then what the use case checks: envelope, card, token, running operation, state.
 */
export async function issuerGatewayRoutes(scope: FastifyInstance, { hub }: { hub: Hub }): Promise<void> {
  const ownedIssuerIds = new WeakMap<FastifyRequest, readonly string[]>();
  scope.addHook('onRequest', async (request, reply) => {
    const certificate = peerCertificate(request);
    // Without a certificate 401; one that speaks for nobody is treated like any issuer id it does not own.
    if (!certificate) return reply.code(401).send(unknownIssuer);
    const owned = isCurrent(certificate)
      ? await hub.store.issuers.idsByCertificate(certificate.fingerprint)
      : [];
    if (owned.length === 0) return reply.code(403).send(unknownIssuer);
    ownedIssuerIds.set(request, owned);
  });
  const routes = inboundApis.flatMap(({ badge, basePath, operations }) =>
    operations.map(entry => ({
      method: 'POST' as const,
      url: `${basePath.slice(issuerGatewayPrefix.length)}/${entry.operation.name}`,
      async handle(request: FastifyRequest, reply: FastifyReply) {
        const ownedIds = ownedIssuerIds.get(request) ?? [];
        const { status, body } = await answer(hub, { ...entry, badge }, { request, ownedIds });
        return reply.code(status).send(body ?? undefined);
      },
    })),
  );
  jsonApi(scope, { bodyLimit, problem }, routes);
}

function problem(status: HttpProblem, words: string): object {
  return errorResponse(status === 500 ? ResponseCode.serverError : ResponseCode.badParameterFormat, words);
}

const unknownIssuer = errorResponse(ResponseCode.unknownIssuer);

async function answer(
  hub: Hub,
  entry: BadgeOperation,
  { request, ownedIds }: { request: FastifyRequest; ownedIds: readonly string[] },
): Promise<Answer> {
  const headers = readHeaders(request.headers);
  if (!headers.ok) return { status: 400, body: errorResponseTo(headers) };
  const { issuerId, correlationId } = headers;
  const issuer = ownedIds.includes(issuerId) ? await hub.store.issuers.find(issuerId) : null;
  if (!issuer) return { status: 403, body: unknownIssuer };

  const operation = qualifiedName(entry.operation);
  const keep = beginInbound(hub);
  const body = parseJson(request.body);
  const result = await carryOut(hub, entry, { body, issuer, correlationId });
  await keep({
    peer: `issuer:${issuerId}`,
    operation,
    correlationId,
    status: result.status,
    request: maskMessage(operation, 'request', body),
    response: result.status === 200 ? maskMessage(operation, 'response', result.body) : result.body,
  });
  return result;
}

async function carryOut(
  hub: Hub,
  { operation, badge, ...useCase }: BadgeOperation,
  call: { body: unknown; issuer: Issuer; correlationId: string },
): Promise<Answer> {
  if (call.body === undefined) {
    return { status: 400, body: errorResponse(ResponseCode.badParameterFormat, 'The body is not JSON') };
  }
  const reading = readRequest(operation, call.body);
  if (!reading.ok) return { status: 400, body: errorResponseTo(reading) };
  const { correlationId } = call;
  const result = await useCase.handle(hub, call.issuer, { request: reading.message, correlationId, badge });
  return result.accepted
    ? { status: 200, body: result.answer }
    : { status: 400, body: errorResponseTo(result) };
}
