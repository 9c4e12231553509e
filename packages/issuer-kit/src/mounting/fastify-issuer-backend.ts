import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Backend } from '../backend/issuer-backend.ts';
import { readHttpCall, writeHttpAnswer } from './node-listener.ts';

/** What is needed of a Fastify instance. */
export interface FastifyLike {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(
    contentType: string,
    parser: (request: unknown, body: unknown, done: (error: Error | null) => void) => void,
  ): unknown;
  route(options: {
    method: string;
    url: string;
    handler: (
      request: { raw: IncomingMessage },
      reply: { hijack(): unknown; raw: ServerResponse },
    ) => Promise<unknown>;
  }): unknown;
}

/**
 * Serves a backend in a Fastify application: its routes, and nothing else. Body parsers of the application do not reach it.
 *
 * @example
 * await app.register(fastifyIssuerBackend, { backend });
 */
export async function fastifyIssuerBackend(
  app: FastifyLike,
  { backend }: { backend: Backend },
): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _body, done) => done(null));
  for (const { method, path } of backend.routes) {
    app.route({
      method,
      url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      async handler(request, reply) {
        const call = await readHttpCall(request.raw);
        reply.hijack();
        if (call !== undefined) writeHttpAnswer(reply.raw, await backend.answer(call));
      },
    });
  }
}
