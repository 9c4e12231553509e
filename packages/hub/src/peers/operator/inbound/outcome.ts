import type { OperatorErrorCode } from '@countermark/wire/operator/error';

/** What a call of the operator API came to. */
export type Outcome = Success | Refused;

export type Success = { status: 200 | 201; body: object } | { status: 204; body: null } | StreamedSuccess;

/** An answer of any size, sent while it is made. */
export interface StreamedSuccess {
  status: 200;
  media: 'application/json' | 'application/x-ndjson';
  pieces: AsyncIterable<string>;
}

/** The call cannot be taken; nothing changed. */
export interface Refused {
  error: OperatorErrorCode;
  /** For people: what is wrong, where, and what to do. It repeats no value that might be a secret. */
  message: string;
  /** Dotted name of what is wrong in the call. */
  parameter?: string;
}

export function ok(body: object): Success {
  return { status: 200, body };
}

export function created(body: object): Success {
  return { status: 201, body };
}

export const gone: Success = { status: 204, body: null };

export function refuse(error: OperatorErrorCode, message: string, parameter?: string): Refused {
  return { error, message, ...(parameter !== undefined && { parameter }) };
}

export function isRefused(value: unknown): value is Refused {
  return typeof value === 'object' && value !== null && 'error' in value;
}
