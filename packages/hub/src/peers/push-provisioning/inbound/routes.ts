import { scrubPans } from '@countermark/wire/card/scrub';
import { errorResponseTo } from '@countermark/wire/issuer-gateway/error-response';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { maskBySchema } from '@countermark/wire/masking';
import {
  ControlledToken,
  ControlToken,
  PushCard,
  PushedCard,
  type TokenPushError,
} from '@countermark/wire/push-provisioning/token-push-api';
import { readMessage } from '@countermark/wire/reading';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Type from 'typebox';
import type { Hub } from '../../../ports/hub.ts';
import type { CallRefused } from '../../../use-cases/enrolment/enrolment-result.ts';
import { controlToken } from '../../../use-cases/push-provisioning/control-token.ts';
import { pushCard } from '../../../use-cases/push-provisioning/push-card.ts';
import { beginInbound } from '../../exchange-log.ts';
import { jsonApi, parseJson } from '../../json-api.ts';

const bodyLimit = 32 * 1024;

/** What a call came to, whose it was, and the session it is found under: that of the change, or the name of the code. */
type Outcome = { issuerId: string; correlationId: string | undefined; body: object } | CallRefused;

interface Operation {
  name: string;
  path: string;
  request: Type.TSchema;
  response: Type.TSchema;
  act(hub: Hub, message: unknown): Promise<Outcome>;
}

function operation<Schema extends Type.TSchema>(
  name: string,
  { path, request, response }: { path: string; request: Schema; response: Type.TSchema },
  act: (hub: Hub, message: Type.Static<Schema>) => Promise<Outcome>,
): Operation {
  return { name, path, request, response, act: act as Operation['act'] };
}

/** Every call of the API for issuers' applications. */
const operations: readonly Operation[] = [
  operation('pushCard', { path: '/push', request: PushCard, response: PushedCard }, async (hub, message) => {
    const pushed = await pushCard(hub, message);
    if (!pushed.taken) return pushed;
    const { issuerId, codeName, wallet, payload, validUntil } = pushed;
    return {
      issuerId,
      correlationId: codeName,
      body: { wallet, payload, validUntil: validUntil.toISOString() },
    };
  }),
  operation(
    'controlToken',
    { path: '/control', request: ControlToken, response: ControlledToken },
    async (hub, message) => {
      const controlled = await controlToken(hub, message);
      if (!controlled.taken) return controlled;
      const { issuerId, virtualCardId, state } = controlled.token;
      return { issuerId, correlationId: controlled.correlationId, body: { virtualCardId, state } };
    },
  ),
];

/**
 * Serves issuers' applications, which run on phones and have no certificate: what a call may do is in the code that its
 * issuer signed, and nothing else.
 */
export async function tokenPushRoutes(scope: FastifyInstance, { hub }: { hub: Hub }): Promise<void> {
  const routes = operations.map(entry => ({
    method: 'POST' as const,
    url: entry.path,
    async handle(request: FastifyRequest, reply: FastifyReply) {
      const { status, body } = await answer(hub, entry, parseJson(request.body));
      return reply.code(status).send(body);
    },
  }));
  jsonApi(scope, { bodyLimit, problem: (status, words) => error(status === 500 ? 921 : 112, words) }, routes);
}

async function answer(
  hub: Hub,
  operation: Operation,
  json: unknown,
): Promise<{ status: number; body: object }> {
  const keep = beginInbound(hub);
  const { name, request, response } = operation;
  const message = readMessage(request, json);
  if (!message.ok) return { status: 400, body: error(message.code, errorResponseTo(message).errorMessage) };
  const outcome = await operation.act(hub, message.message);
  // Whoever is refused may be anybody: the log has the cause, and no row of the database.
  if (!('body' in outcome))
    return { status: statusOf(outcome.code), body: error(outcome.code, outcome.message) };
  await keep({
    peer: `application:${outcome.issuerId}`,
    operation: name,
    correlationId: outcome.correlationId ?? hub.ids.uuid(),
    status: 200,
    request: maskBySchema(request, message.message),
    response: maskBySchema(response, outcome.body),
  });
  return { status: 200, body: outcome.body };
}

const statuses: Readonly<Record<number, number>> = {
  [ResponseCode.authenticationValueProblem]: 403,
  [ResponseCode.unknownVirtualCard]: 404,
  [ResponseCode.operationOngoing]: 409,
  [ResponseCode.operationNotAllowed]: 409,
};

function statusOf(code: number): number {
  return statuses[code] ?? 400;
}

function error(errorCode: number, errorMessage: string): TokenPushError {
  return { errorCode, errorMessage: scrubPans(errorMessage) };
}
