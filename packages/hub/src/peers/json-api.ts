import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { faultOf } from '../core/fault.ts';

/** What was wrong with a call before its content was looked at, or that the hub itself failed. */
export type HttpProblem = 404 | 405 | 413 | 415 | 500;

/** How one API words its refusals. */
export interface JsonApi {
  /** Largest body, in bytes. */
  bodyLimit: number;
  /** The API's own error body; `words` say what was wrong, for whoever reads the caller's log. */
  problem(status: HttpProblem, words: string): object;
}

/** A route of a JSON API: anything but its own verb is 405. */
export interface JsonRoute {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  /** Of its body, when that is not JSON: it is handed on as a stream, of any size. */
  media?: string;
  /** Its body may be a form as well, which arrives as bytes too. */
  takesForms?: true;
  /** A call without a body needs no media type. */
  bodyIsOptional?: true;
  handle(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
}

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';

const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/**
 * Sets up the scope of one JSON API: bodies arrive as bytes (the handler parses, after it has checked what comes before
 * the content), and every failure has the API's own shape.
 */
export function jsonApi(scope: FastifyInstance, api: JsonApi, routes: readonly JsonRoute[]): void {
  const words = { ...problemWords, 413: `Body larger than ${api.bodyLimit} bytes` };
  const problem = (status: HttpProblem) => api.problem(status, words[status]);
  scope.removeAllContentTypeParsers();
  for (const bytes of routes.some(route => route.takesForms) ? [json, form] : [json]) {
    scope.addContentTypeParser(bytes, { parseAs: 'buffer', bodyLimit: api.bodyLimit }, (_, body, done) =>
      done(null, body),
    );
  }
  for (const media of new Set(routes.map(route => route.media ?? json))) {
    if (media !== json) scope.addContentTypeParser(media, (_, payload, done) => done(null, payload));
  }
  scope.setErrorHandler(async (error: { statusCode?: number }, request, reply) => {
    const status = problemOf(error.statusCode);
    if (status === 500)
      request.log.error({ fault: faultOf(error), url: request.routeOptions.url }, 'call failed');
    return reply.code(status).send(problem(status));
  });
  scope.setNotFoundHandler(async (_, reply) => reply.code(404).send(problem(404)));
  for (const route of routes) {
    scope.route({
      method: route.method,
      url: route.url,
      preParsing: async request => requireMedia(request, route),
      handler: async (request, reply) => route.handle(request, reply),
    });
  }
  for (const [url, taken] of Map.groupBy(routes, route => route.url)) {
    const others = verbs.filter(verb => !taken.some(route => route.method === verb));
    const allow = taken.map(route => route.method).join(', ');
    const refuse = (reply: FastifyReply) => reply.code(405).header('allow', allow).send(problem(405));
    scope.route({
      method: others,
      url,
      // The body of a wrong verb is never read.
      preParsing: async (_, reply) => refuse(reply),
      handler: async (_, reply) => refuse(reply),
    });
  }
}

const problemWords = {
  404: 'Unknown path',
  405: 'Wrong verb',
  415: 'Wrong media type: send application/json',
  500: 'Unexpected server error, try again',
} as const;

function requireMedia(request: FastifyRequest, route: JsonRoute): void {
  const hasBody = request.method === 'POST' || request.method === 'PUT';
  if (!hasBody || (route.bodyIsOptional && !sendsBody(request))) return;
  const due = route.media ?? json;
  const mediaType = mediaTypeOf(request);
  if (mediaType !== due && !(route.takesForms && mediaType === form))
    throw Object.assign(new Error(`Not ${due}`), { statusCode: 415 });
}

function sendsBody({ headers }: FastifyRequest): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function mediaTypeOf({ headers }: FastifyRequest): string | undefined {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}

function problemOf(status: number | undefined): HttpProblem {
  return status === 404 || status === 405 || status === 413 || status === 415 ? status : 500;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The body of a call that takes forms: the fields of one, or parsed JSON; undefined when it is neither. */
export function parseFormOrJson(request: FastifyRequest): unknown {
  if (mediaTypeOf(request) !== form) return parseJson(request.body);
  const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
  const fields = [...new URLSearchParams(text)];
  // A field sent twice is none of its values (RFC 6749, 3.2).
  return Object.fromEntries(
    fields.filter(([name]) => fields.filter(([other]) => other === name).length === 1),
  );
}

/** The parsed body; undefined when it is not JSON, which is UTF-8. */
export function parseJson(body: unknown): unknown {
  return Buffer.isBuffer(body) ? jsonIn(body) : undefined;
}

/** What bytes hold; undefined when it is not JSON. */
export function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    return undefined;
  }
}
