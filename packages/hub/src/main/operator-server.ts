import { readFile } from 'node:fs/promises';
import { operatorBasePath } from '@countermark/wire/operator/elements';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { OperatorAccess } from '../peers/operator/inbound/operator-access.ts';
import { operatorRoutes } from '../peers/operator/inbound/routes.ts';
import { referenceRoutes } from '../peers/operator/reference/routes.ts';
import type { Hub } from '../ports/hub.ts';
import type { Listener } from './config.ts';
import { logCall } from './log-call.ts';
import type { Logger } from './logger.ts';

/** How long a call may take to arrive, in milliseconds: a batch file has up to 200 MB, and is stored as it comes. */
const uploadTimeout = 15 * 60_000;

/** The listener for operators: operator API, API reference and health checks, on loopback or under TLS. */
export async function operatorServer(
  hub: Hub,
  { listener, logger, operator }: { listener: Listener; logger: Logger; operator: OperatorAccess },
): Promise<FastifyInstance> {
  const https = listener.tls && {
    cert: await readFile(listener.tls.certificateFile),
    key: await readFile(listener.tls.keyFile),
    minVersion: 'TLSv1.2' as const,
  };
  const server = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    requestTimeout: uploadTimeout,
    https,
  });
  server.addHook('onResponse', logCall);
  await server.register(operatorRoutes, { prefix: operatorBasePath, hub, operator });
  await server.register(referenceRoutes);
  server.get('/health/live', async () => ({ status: 'live' }));
  server.get('/health/ready', async (_, reply) => {
    const ready = await hub.store.issuers.list().then(
      () => true,
      () => false,
    );
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'database does not answer' });
  });
  return server;
}
