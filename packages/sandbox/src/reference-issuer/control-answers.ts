import { HubUnreachableError } from '@countermark/issuer-kit/client/errors';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { BodyFault } from '../control/read-body.ts';

/** How the issuers' part of the control API says no. */
export function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ message });
}

export function refuseBody(reply: FastifyReply, { member, problem }: BodyFault): FastifyReply {
  return refuse(reply, 400, `${member ?? 'The body'} ${problem}`);
}

/** Messages of parsers repeat what they could not parse, which may be a card number: they are not passed on. */
export function answerFault(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof HubUnreachableError) return refuse(reply, 502, error.message);
  const { statusCode = 500 } = error;
  if (statusCode < 500) return refuse(reply, statusCode, 'The body must be JSON of at most 1 MiB');
  request.log.error(error);
  return refuse(reply, 500, 'The reference issuer failed; its log says why');
}
