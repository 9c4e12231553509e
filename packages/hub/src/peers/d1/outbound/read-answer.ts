import { scrubPans } from '@countermark/wire/card/scrub';
import { ErrorGeneric } from '@countermark/wire/d1/error-response';
import { type D1Operation, type ResponseOf, readResponse } from '@countermark/wire/d1/operation';
import { readD1Message } from '@countermark/wire/d1/reading';
import { parsed } from '@countermark/wire/issuer-gateway/plaintext/plaintext';
import type { D1Answer } from '../../../ports/d1-backend.ts';
import { type HttpAnswer, is2xx, type PostResult, unexpectedStatus } from '../../https-client.ts';

/** What an operation's caller gets: the body of its success, `null` where it has none. */
export type AnswerOf<Operation extends D1Operation> =
  ResponseOf<Operation> extends undefined ? null : ResponseOf<Operation>;

/** An answer for the caller, and what the exchange log keeps of it. */
export interface ReadAnswer<T> {
  answer: D1Answer<T>;
  /** Parsed JSON, not masked; `undefined` when there was none. */
  body: unknown;
  /** Why no answer came, or what was wrong with it. */
  failure: string | null;
}

/** Longest texts kept of an issuer's refusal. */
const longest = { errorCode: 64, error: 256 };

/**
 * Tells what came of a call (Outbound Card API, responses): any 2xx answers it, a 4xx refuses it, but for 408 and 429;
 * these, 5xx and whatever else came may be different the next time, as may an answer without what the call needs. JSON is
 * read whatever the answer says of its type.
 */
export function readAnswer<Operation extends D1Operation>(
  operation: Operation,
  result: PostResult,
): ReadAnswer<AnswerOf<Operation>> {
  if (result.kind === 'FAULT') {
    const { status, reason } = result;
    return { answer: failed({ status, reason, retryAfter: null }), body: undefined, failure: reason };
  }
  const { status, retryAfter } = result;
  const json = parsed(result.body ?? '');
  const body = json.ok ? json.value : undefined;
  if (is2xx(status)) return { ...readSuccess(operation, { result, body }), body };
  if (isRefusal(status)) return { answer: readRefusal(status, body), body, failure: null };
  const reason = unexpectedStatus(status);
  return { answer: failed({ status, reason, retryAfter }), body, failure: reason };
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function readSuccess<Operation extends D1Operation>(
  operation: Operation,
  { result: { status, body: text }, body }: { result: HttpAnswer; body: unknown },
): Omit<ReadAnswer<AnswerOf<Operation>>, 'body'> {
  const reading = readResponse(operation, body);
  if (reading.ok) {
    const message = (reading.message ?? null) as AnswerOf<Operation>;
    return { answer: { kind: 'ANSWERED', status, message }, failure: null };
  }
  const reason = problemOf({ text, body, field: reading.error });
  return { answer: failed({ status, reason, retryAfter: null }), failure: reason };
}

function problemOf({ text, body, field }: { text: string | null; body: unknown; field: string }): string {
  if (text === null) return 'the answer is larger than 64 KiB';
  if (body === undefined) return 'the answer is not JSON';
  return `${field} is missing or malformed in the answer`;
}

function readRefusal(status: number, body: unknown): D1Answer<never> {
  const reading = readD1Message({ schema: ErrorGeneric, value: body, leniency: 'lenient' });
  const { errorCode, error } = reading.ok ? reading.message : {};
  return {
    kind: 'REFUSED',
    status,
    errorCode: legible(errorCode, longest.errorCode),
    error: legible(error, longest.error),
  };
}

/** The texts are the issuer's: they are cut, and card numbers in them are starred. */
function legible(text: string | undefined, length: number): string | null {
  return text === undefined ? null : scrubPans(text).slice(0, length).toWellFormed();
}

function failed(failure: Omit<D1Answer<never> & { kind: 'FAILED' }, 'kind'>): D1Answer<never> {
  return { kind: 'FAILED', ...failure };
}
