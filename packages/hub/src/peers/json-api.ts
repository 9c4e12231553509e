import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { faultOf } from '../core/fault.ts';

/** What was wrong with a call before its content was looked at, or that the hub itself failed. */
export type HttpProblem = 404 | 405 | 413 | 415 | 500;

/** How one API words its refusals. */
export interface JsonApi {
  /** Largest body, in bytes. */
  bodyLimit: number;
  /** The API's own error body. */
  problem(status: HttpProblem): object;
}

/** A route of a JSON API: anything but its own verb is 405. */
export interface JsonRoute {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  /** Of its body, when that is not JSON: it is handed on as a stream, of any size. */
  media?: string;
  handle(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
}

const json = 'application/json';

const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/**
 * Sets up the scope of one JSON API: bodies arrive as bytes (the handler parses, after it has checked what comes before
 * the content), and every failure has the API's own shape.
 */
export function jsonApi(scope: FastifyInstance, api: JsonApi, routes: readonly JsonRoute[]): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(json, { parseAs: 'buffer', bodyLimit: api.bodyLimit }, (_, body, done) =>
    done(null, body),
  );
  for (const media of new Set(routes.map(route => route.media ?? json))) {
    if (media !== json) scope.addContentTypeParser(media, (_, payload, done) => done(null, payload));
  }
  scope.setErrorHandler(async (error: { statusCode?: number }, request, reply) => {
    const status = problemOf(error.statusCode);
    if (status === 500)
      request.log.error({ fault: faultOf(error), url: request.routeOptions.url }, 'call failed');
    return reply.code(status).send(api.problem(status));
  });
  scope.setNotFoundHandler(async (_, reply) => reply.code(404).send(api.problem(404)));
  for (const route of routes) {
    scope.route({
      method: route.method,
      url: route.url,
      preParsing: async request => requireMedia(request, route.media ?? json),
      handler: async (request, reply) => route.handle(request, reply),
    });
  }
  for (const [url, taken] of Map.groupBy(routes, route => route.url)) {
    const others = verbs.filter(verb => !taken.some(route => route.method === verb));
    const allow = taken.map(route => route.method).join(', ');
    const refuse = (reply: FastifyReply) => reply.code(405).header('allow', allow).send(api.problem(405));
    scope.route({
      method: others,
      url,
      // The body of a wrong verb is never read.
      preParsing: async (_, reply) => refuse(reply),
      handler: async (_, reply) => refuse(reply),
    });
  }
}

function requireMedia(request: FastifyRequest, due: string): void {
  const hasBody = request.method === 'POST' || request.method === 'PUT';
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (hasBody && mediaType !== due) throw Object.assign(new Error(`Not ${due}`), { statusCode: 415 });
}

function problemOf(status: number | undefined): HttpProblem {
  return status === 404 || status === 405 || status === 413 || status === 415 ? status : 500;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The parsed body; undefined when it is not JSON, which is UTF-8. */
export function parseJson(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return undefined;
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    return undefined;
  }
}
