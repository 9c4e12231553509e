import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Backend } from '../backend/issuer-backend.ts';
import { serveHttp } from './node-listener.ts';

/**
 * Serves a backend in an Express application; calls of other paths go on to the next handler. Mount it before body parsers:
 * it reads bodies itself.
 *
 * @example
 * app.use(expressIssuerBackend(backend));
 */
export function expressIssuerBackend(
  backend: Backend,
): (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void {
  return (request, response, next) => {
    if (!backend.serves(request)) return next();
    serveHttp(backend, request, response).catch(next);
  };
}
