import { type Dispatcher, request } from 'undici';

export interface HubAnswer {
  /** HTTP status. */
  status: number;
  /** Parsed JSON; null when there is no body, the text when it is no JSON. */
  body: unknown;
}

/** No answer came from the hub. */
export class HubUnreachableError extends Error {
  override readonly name = 'HubUnreachableError';

  constructor(operation: string, cause: unknown) {
    super(`${operation}: no answer from the hub (${reasonOf(cause)})`, { cause });
  }
}

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
}

const usualTimeLimit = 10_000;

/**
 * Sends a request; a refusal is an answer.
 *
 * @throws HubUnreachableError when no answer comes in time
 */
export async function askHub({ agent, operation, url, timeLimit, ...sent }: HubRequest): Promise<HubAnswer> {
  try {
    const signal = AbortSignal.timeout(timeLimit ?? usualTimeLimit);
    const response = await request(url, { dispatcher: agent, ...sent, signal });
    return { status: response.statusCode, body: parseBody(await response.body.text()) };
  } catch (cause) {
    throw new HubUnreachableError(operation, cause);
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}

function parseBody(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
