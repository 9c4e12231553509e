import type { Readable } from 'node:stream';
import { request } from 'undici';

/** A JSON API on this machine that is entered with a bearer token: the operator API, the simulators' control API. */
export interface BearerClient {
  get(path: string): Promise<unknown>;
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<unknown>;
  /** Sends a file while it is read. */
  upload(path: string, file: { content: Readable; media: string }): Promise<unknown>;
  /** An answer of any size, while it comes; it may take as long as it does. */
  stream(method: 'GET' | 'POST', path: string, body?: object): Promise<Readable>;
}

/** The API refused, or is not there (`status` null). The message is fit for people. */
export class ApiRefusal extends Error {
  readonly status: number | null;
  readonly body: unknown;

  constructor(message: string, { status, body }: { status: number | null; body: unknown }) {
    super(message);
    this.name = 'ApiRefusal';
    this.status = status;
    this.body = body;
  }
}

/** Longer than the longest enrolment: 20 s of issuer waiting, and the notifications after it. */
const timeLimit = 60_000;

/** Until an upload is answered, once all of it was sent: the server may have to look at all of it. */
const uploadTimeLimit = 10 * 60_000;

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface Body {
  content: string | Readable;
  media: string;
}

export function bearerClient({ url, token }: { url: string; token: string }): BearerClient {
  const ask = async (method: Method, path: string, options: { body?: Body; signal?: AbortSignal }) => {
    const { body, signal } = options;
    const response = await request(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': body.media }) },
      ...(body && { body: body.content }),
      ...(signal && { signal }),
      headersTimeout: uploadTimeLimit,
    }).catch((error: unknown) => {
      const { code, message } = error as { code?: string; message: string };
      throw new ApiRefusal(`${url} does not answer (${code ?? message})`, { status: null, body: null });
    });
    if (response.statusCode >= 300) throw refusalOf(response.statusCode, await response.body.text());
    return response.body;
  };
  const answerTo = async (...call: Parameters<typeof ask>) => {
    const body = await ask(...call);
    const text = await body.text();
    return text === '' ? null : (JSON.parse(text) as unknown);
  };
  const call = (method: Method, path: string, body?: object) =>
    answerTo(method, path, { ...inJson(body), signal: AbortSignal.timeout(timeLimit) });
  return {
    get: path => call('GET', path),
    send: call,
    upload: (path, file) => answerTo('POST', path, { body: file }),
    stream: (method, path, body) => ask(method, path, inJson(body)),
  };
}

function inJson(body: object | undefined): { body?: Body } {
  return body === undefined ? {} : { body: { content: JSON.stringify(body), media: 'application/json' } };
}

function refusalOf(status: number, text: string): ApiRefusal {
  const body: unknown = text === '' ? null : JSON.parse(text);
  const reason = (body as { message?: string } | null)?.message ?? `HTTP ${status}`;
  return new ApiRefusal(reason, { status, body });
}
