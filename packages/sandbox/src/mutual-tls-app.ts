import { createServer, type Server } from 'node:https';
import { type AddressInfo, isIPv6 } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';

/** A server of a party that the hub calls. */
export type MutualTlsApp = FastifyInstance<Server>;

/** What a server is known by, and the authority behind the client certificate of the hub. */
export interface MutualTlsIdentity {
  server: { certificatePem: string; privateKeyPem: string };
  hubCaPem: string;
}

/** Serves the hub, and nobody who has no certificate of its authority. */
export function mutualTlsApp({ server, hubCaPem }: MutualTlsIdentity): MutualTlsApp {
  const tls = {
    cert: server.certificatePem,
    key: server.privateKeyPem,
    ca: hubCaPem,
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  } as const;
  return Fastify({
    forceCloseConnections: true,
    serverFactory: handler => createServer(tls, handler),
  });
}

/** Listens, and says where; port 0 takes any free one. */
export async function listen(
  app: MutualTlsApp,
  address: { host: string; port: number },
): Promise<{ url: string; port: number }> {
  await app.listen(address);
  const { host } = address;
  const { port } = app.server.address() as AddressInfo;
  return { url: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`, port };
}
