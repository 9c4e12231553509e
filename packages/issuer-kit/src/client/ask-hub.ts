import { type Dispatcher, request } from 'undici';
import { HubUnreachableError } from './errors.ts';
import type { HubAnswer } from './hub-answer.ts';

/** One HTTP request to the hub. */
export interface HubRequest {
  /** Whose connections and client certificate. */
  agent: Dispatcher;
  /** What it is for, should nothing come of it. */
  operation: string;
  url: string;
  method: 'GET' | 'POST' | 'PUT';
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** Milliseconds until the answer is there; 10,000 unless given. */
  timeLimit?: number | undefined;
  /** Ends the request; its reason is thrown. */
  signal?: AbortSignal | undefined;
}

const usualTimeLimit = 10_000;

/**
 * Sends a request once; a refusal is an answer.
 *
 * @throws HubUnreachableError when no answer comes in time
 */
export async function askHub({ agent, operation, url, ...sent }: HubRequest): Promise<HubAnswer> {
  const { timeLimit = usualTimeLimit, signal: caller, method, headers, body } = sent;
  caller?.throwIfAborted();
  // undici's own limits are coarse, and a slow drip of bytes never trips them.
  const signal = AbortSignal.any([AbortSignal.timeout(timeLimit), ...(caller ? [caller] : [])]);
  try {
    const response = await request(url, {
      ...{ dispatcher: agent, method, headers, signal },
      ...(body !== undefined && { body }),
    });
    const text = await response.body.text();
    const retryAfter = millisecondsOf(response.headers['retry-after']);
    return {
      status: response.statusCode,
      body: parseBody(text),
      ...(retryAfter !== undefined && { retryAfter }),
    };
  } catch (cause) {
    caller?.throwIfAborted();
    throw new HubUnreachableError(operation, cause);
  }
}

/** Seconds only: the date form would be told by the hub's clock and read by ours. */
function millisecondsOf(retryAfter: string | string[] | undefined): number | undefined {
  return typeof retryAfter === 'string' && /^[0-9]{1,6}$/.test(retryAfter)
    ? Number(retryAfter) * 1000
    : undefined;
}

function parseBody(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
