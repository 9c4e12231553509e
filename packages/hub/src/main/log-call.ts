import type { FastifyBaseLogger } from 'fastify';

interface Answered {
  statusCode: number;
  elapsedTime: number;
}

interface Called {
  method: string;
  routeOptions: { url?: string | undefined };
  log: FastifyBaseLogger;
}

/** One line per call, of named fields only: never a header, a body or a query. */
export async function logCall(request: Called, reply: Answered): Promise<void> {
  const fields = {
    method: request.method,
    route: request.routeOptions.url ?? 'unknown',
    status: reply.statusCode,
    milliseconds: Math.round(reply.elapsedTime),
  };
  request.log.info(fields, 'call');
}
