import { getToken as tokenOperation } from '@countermark/wire/d1/outbound/get-token';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { OutgoingAnswer } from '../answer-call.ts';
import { sendBrokenAnswer } from '../broken-answers.ts';
import type { TcpConnections } from '../tcp-connections.ts';
import { activatePhysicalCard } from './activate-physical-card.ts';
import type { D1Backend } from './d1-backend.ts';
import { deliverOtp } from './deliver-otp.ts';
import { getCardCredentials } from './get-card-credentials.ts';
import { getConsumerInformation } from './get-consumer-information.ts';
import {
  notifyCardOperations,
  notifyCardOperationV1,
  notifyConsumerOperations,
  notifyDigitalCardOperation,
} from './notify-operations.ts';
import type { ServedD1Operation } from './serve-d1-operation.ts';
import { verifyCard } from './verify-card.ts';

/** All that needs an access token, at the published paths. */
const operations: readonly ServedD1Operation[] = [
  getConsumerInformation,
  deliverOtp,
  notifyConsumerOperations,
  notifyCardOperations,
  notifyCardOperationV1,
  notifyDigitalCardOperation,
  verifyCard,
  getCardCredentials,
  activatePhysicalCard,
];

/** Serves what the hub calls at issuers that speak D1. Bodies come as texts. */
export function serveD1(
  app: FastifyInstance,
  { backend, connections }: { backend: D1Backend; connections: TcpConnections },
): void {
  const send = (reply: FastifyReply, answer: OutgoingAnswer) => {
    if ('status' in answer) return reply.code(answer.status).send(answer.body);
    sendBrokenAnswer(reply.hijack().raw, { fault: answer.fault, connections });
    return reply;
  };
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_: unknown, body: string) => Object.fromEntries(new URLSearchParams(body)),
  );
  app.post(tokenOperation.path, async ({ headers, body }, reply) =>
    send(reply, await backend.giveToken({ headers, form: body })),
  );
  for (const served of operations) {
    app.route({
      method: served.operation.method,
      url: served.operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      handler: async ({ headers, params, query, body }, reply) => {
        const call = { headers, parameters: params, query, body: parseJson(body) };
        return send(reply, await backend.receive(served, call));
      },
    });
  }
}

/** What is no JSON reads as null, which is no message of any operation. */
function parseJson(body: unknown): unknown {
  if (typeof body !== 'string') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
