import type { FastifyInstance } from 'fastify';
import { detokenizationRoutes } from '../peers/detokenization/inbound/routes.ts';
import type { Hub } from '../ports/hub.ts';
import type { Listener } from './config.ts';
import type { Logger } from './logger.ts';
import { mutualTlsServer } from './mutual-tls-server.ts';

/** The listener acquirers and networks call, apart from everybody else. */
export async function detokenizationServer(
  hub: Hub,
  options: { listener: Listener; logger: Logger },
): Promise<FastifyInstance> {
  const server = await mutualTlsServer(options);
  await server.register(detokenizationRoutes, { hub });
  return server;
}
