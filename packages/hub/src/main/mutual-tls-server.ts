import { readFile } from 'node:fs/promises';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Listener } from './config.ts';
import { logCall } from './log-call.ts';
import type { Logger } from './logger.ts';

/** No path is longer than node's limit for all of a request's head: an id in a path is never too long for the router. */
const longestPath = 16 * 1024;

/**
 * A server for peers. Any client certificate passes the handshake; the APIs decide once they know whose it is, so that
 * pinned self-signed and CA-signed ones work side by side.
 */
export async function mutualTlsServer({
  listener,
  logger,
}: {
  listener: Listener;
  logger: Logger;
}): Promise<FastifyInstance> {
  if (!listener.tls) throw new Error('A listener for peers needs a certificate');
  const server = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    rewriteUrl: request => decodable(request.url ?? '/'),
    routerOptions: { maxParamLength: longestPath },
    forceCloseConnections: 'idle',
    requestTimeout: 30_000,
    https: {
      cert: await readFile(listener.tls.certificateFile),
      key: await readFile(listener.tls.keyFile),
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
    },
  });
  server.addHook('onResponse', logCall);
  return server as unknown as FastifyInstance;
}

/** A path that cannot be decoded is one more unknown path: whoever asks for it is looked at first, as ever. */
function decodable(url: string): string {
  try {
    decodeURIComponent(url);
    return url;
  } catch {
    return url.replaceAll('%', '%25');
  }
}
