import { errorResponse } from '@countermark/wire/issuer-gateway/error-response';
import { tokenPushBasePath } from '@countermark/wire/push-provisioning/token-push-api';
import { tokenRequestorBasePath } from '@countermark/wire/token-requestor/identifiers';
import { incomingBasePath, transactionBasePath } from '@countermark/wire/tsp/base-paths';
import type { FastifyInstance } from 'fastify';
import { inboundOperations } from '../peers/d1/inbound/all-operations.ts';
import { type D1Parts, d1Routes } from '../peers/d1/inbound/d1-routes.ts';
import { issuerGatewayPrefix, issuerGatewayRoutes } from '../peers/issuer-gateway/inbound/routes.ts';
import { tokenPushRoutes } from '../peers/push-provisioning/inbound/routes.ts';
import { tokenRequestorRoutes } from '../peers/token-requestor/inbound/routes.ts';
import { tokenOperations, transactionOperations } from '../peers/tsp/external/inbound/operations.ts';
import { tspRoutes } from '../peers/tsp/external/inbound/routes.ts';
import type { Hub } from '../ports/hub.ts';
import type { Listener } from './config.ts';
import type { Logger } from './logger.ts';
import { mutualTlsServer } from './mutual-tls-server.ts';

/** The listener issuers, their applications and token requestors call. */
export async function peersServer(
  hub: Hub,
  { authorityPem, d1, ...options }: { listener: Listener; logger: Logger; authorityPem: string; d1: D1Parts },
): Promise<FastifyInstance> {
  const server = await mutualTlsServer(options);
  await server.register(issuerGatewayRoutes, { prefix: issuerGatewayPrefix, hub });
  await server.register(tspRoutes, {
    prefix: incomingBasePath,
    hub,
    authorityPem,
    operations: tokenOperations,
  });
  await server.register(tspRoutes, {
    prefix: transactionBasePath,
    hub,
    authorityPem,
    operations: transactionOperations,
  });
  await server.register(tokenRequestorRoutes, { prefix: tokenRequestorBasePath, hub });
  await server.register(tokenPushRoutes, { prefix: tokenPushBasePath, hub });
  await server.register(d1Routes, { ...d1, hub, authorityPem, operations: inboundOperations });
  server.setNotFoundHandler(async (_, reply) => reply.code(404).send(errorResponse(112, 'Unknown path')));
  return server;
}
