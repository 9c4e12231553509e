import { correlationIdHeader, readD1Headers } from '@countermark/wire/d1/headers';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Ids } from '../../../ports/ids.ts';

/**
 * Every answer carries the correlation id of its call, or one made for it. The form that the most tolerant of the APIs
 * takes is echoed, even where the call is refused for it.
 */
export function answerCorrelationId(scope: FastifyInstance, ids: Pick<Ids, 'uuid'>): void {
  scope.addHook('onRequest', async (request, reply) => {
    const sent = readD1Headers('D1-Public-IN-v1-Card', request.headers);
    reply.header(correlationIdHeader, (sent.ok && sent.correlationId) || ids.uuid());
  });
}

/** The correlation id that the answer carries. */
export function correlationIdOf(reply: FastifyReply): string {
  return String(reply.getHeader(correlationIdHeader));
}
