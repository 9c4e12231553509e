import { timingSafeEqual } from 'node:crypto';
import fastify, { type FastifyInstance } from 'fastify';
import type { Acquirer } from '../acquirer-simulator/acquirer.ts';
import { acquirerControl } from '../acquirer-simulator/control.ts';
import { type Directories, directoriesControl } from '../directory-simulator/control.ts';
import { observationsControl } from '../reference-issuer/applied-changes.ts';
import { referenceIssuerControl } from '../reference-issuer/control.ts';
import type { D1Client } from '../reference-issuer/d1/d1-client.ts';
import { d1Control } from '../reference-issuer/d1/d1-control.ts';
import type { HubClient } from '../reference-issuer/hub-client.ts';
import type { IssuerApp } from '../reference-issuer/issuer-app.ts';
import { issuerAppControl } from '../reference-issuer/issuer-app-control.ts';
import type { ReferenceIssuer } from '../reference-issuer/server.ts';
import { tspSimulatorControl } from '../tsp-simulator/control.ts';
import type { TspSimulator } from '../tsp-simulator/tsp-server.ts';
import { walletSimulatorControl } from '../wallet-simulator/control.ts';
import type { WalletSimulator } from '../wallet-simulator/simulator.ts';

/** Serves the simulators' control API on this machine, to whoever has the sandbox's token. */
export async function startControlServer(parts: {
  port: number;
  token: string;
  wallet: WalletSimulator;
  issuer: ReferenceIssuer;
  hubClient: HubClient;
  d1Client: D1Client;
  acquirer: Acquirer;
  app: IssuerApp;
  tsp: TspSimulator;
  directories: Directories;
}): Promise<FastifyInstance> {
  const expected = Buffer.from(`Bearer ${parts.token}`);
  const server = fastify({ forceCloseConnections: true });
  server.addHook('onRequest', async (request, reply) => {
    const given = Buffer.from(request.headers.authorization ?? '');
    const entitled = given.length === expected.length && timingSafeEqual(given, expected);
    if (!entitled)
      return reply.code(401).send({ message: 'The token in .countermark/sandbox.json is needed' });
  });
  await server.register(walletSimulatorControl, { simulator: parts.wallet });
  await server.register(acquirerControl, { acquirer: parts.acquirer, wallet: parts.wallet });
  await server.register(referenceIssuerControl, { issuer: parts.issuer, hub: parts.hubClient });
  await server.register(observationsControl, { issuer: parts.issuer });
  await server.register(d1Control, { issuer: parts.issuer, client: parts.d1Client });
  await server.register(issuerAppControl, { app: parts.app });
  await server.register(tspSimulatorControl, { simulator: parts.tsp });
  await server.register(directoriesControl, { directories: parts.directories });
  await server.listen({ host: '127.0.0.1', port: parts.port });
  return server;
}
