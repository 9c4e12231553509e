import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Turns away who is not known, before anything of the call is read. The function it gives tells whose a call is that
 * came through.
 */
export function knownCallers<Caller extends object>(
  scope: FastifyInstance,
  {
    callerOf,
    stranger,
    status = 403,
  }: {
    callerOf: (request: FastifyRequest) => Promise<Caller | null>;
    stranger: object;
    status?: number;
  },
): (request: FastifyRequest) => Caller {
  const callers = new WeakMap<FastifyRequest, Caller>();
  scope.addHook('onRequest', async (request, reply) => {
    const caller = await callerOf(request);
    if (!caller) return reply.code(status).send(stranger);
    callers.set(request, caller);
  });
  return request => {
    const caller = callers.get(request);
    if (!caller) throw new Error('A call reached its handler unseen: the hook for callers was not run');
    return caller;
  };
}
