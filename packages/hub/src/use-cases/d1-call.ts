import type { D1ErrorCode } from '@countermark/wire/d1/error-codes';
import type {
  D1Operation,
  ParametersOf,
  QueryOf,
  RequestOf,
  ResponseOf,
} from '@countermark/wire/d1/operation';
import type { Issuer } from '../core/issuer.ts';

/** One call of a D1 API: who asks is known, may speak for the issuer, and sent what has the form it should. */
export interface D1Call<Operation extends D1Operation = D1Operation> {
  issuer: Issuer;
  parameters: ParametersOf<Operation>;
  query: QueryOf<Operation>;
  body: RequestOf<Operation>;
  correlationId: string;
  /** Who asked for it at the issuer, by its own word; null: it does not say. */
  userId: string | null;
}

/** What a call came to. A refusal changes nothing. */
export type D1Result<Operation extends D1Operation = D1Operation> = D1Answer<Operation> | D1Refused;

/** The body is undefined where the operation's success has none. */
export interface D1Answer<Operation extends D1Operation = D1Operation> {
  ok: true;
  body: ResponseOf<Operation>;
}

/** The status of the answer is that of the code. */
export interface D1Refused {
  ok: false;
  errorCode: D1ErrorCode;
  /** Dotted name of the first field in error; absent: as the table of codes has it. */
  error?: string;
}

/** The answer of an operation that has nothing to say but that it was done. */
export const done = { ok: true, body: undefined } as const;

export function answered<Body>(body: Body): { ok: true; body: Body } {
  return { ok: true, body };
}

export function refused(errorCode: D1ErrorCode, error?: string): D1Refused {
  return { ok: false, errorCode, ...(error !== undefined && { error }) };
}
