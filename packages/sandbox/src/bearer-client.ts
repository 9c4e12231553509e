import { request } from 'undici';

/** A JSON API on this machine that is entered with a bearer token: the operator API, the simulators' control API. */
export interface BearerClient {
  get(path: string): Promise<unknown>;
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<unknown>;
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

export function bearerClient({ url, token }: { url: string; token: string }): BearerClient {
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) => {
    const response = await request(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeLimit),
    }).catch((error: unknown) => {
      const { code, message } = error as { code?: string; message: string };
      throw new ApiRefusal(`${url} does not answer (${code ?? message})`, { status: null, body: null });
    });
    const text = await response.body.text();
    const answer: unknown = text === '' ? null : JSON.parse(text);
    if (response.statusCode < 300) return answer;
    const reason = (answer as { message?: string } | null)?.message ?? `HTTP ${response.statusCode}`;
    throw new ApiRefusal(reason, { status: response.statusCode, body: answer });
  };
  return { get: path => call('GET', path), send: call };
}
