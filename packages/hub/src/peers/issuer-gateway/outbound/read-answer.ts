import { ErrorRes, errorResponse } from '@countermark/wire/issuer-gateway/error-response';
import {
  type IssuerGatewayOperation,
  type ResponseOf,
  readResponse,
} from '@countermark/wire/issuer-gateway/operation';
import { normaliseCode, ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { type Refusal, readMessage } from '@countermark/wire/reading';
import type { IssuerAnswer } from '../../../ports/issuer-backend.ts';
import { type HttpAnswer, is2xx, type PostResult, unexpectedStatus } from '../../https-client.ts';

/** What an operation's caller gets: the body of HTTP 200, `null` where the operation has none. */
export type AnswerOf<Operation extends IssuerGatewayOperation> = Operation['response'] extends null
  ? null
  : ResponseOf<Operation>;

/** What an issuer is expected to say. */
export interface Expected<Operation extends IssuerGatewayOperation> {
  operation: Operation;
  success: 'HTTP_200' | 'ANY_2XX';
}

/** An answer for the caller, and what the exchange log keeps of it. */
export interface ReadAnswer<T> {
  answer: IssuerAnswer<T>;
  /** Parsed JSON, not masked; `undefined` when there was none. */
  body: unknown;
  /** Why no answer came, or what was wrong with it. */
  failure: string | null;
}

/**
 * Tells what came of a message (Issuer Gateway API, API protocol): HTTP 200 answers it, 400 refuses it with a code,
 * everything else is a failure. An answer that does not hold what the operation needs is a refusal with code 911.
 */
export function readAnswer<Operation extends IssuerGatewayOperation>(
  expected: Expected<Operation>,
  result: PostResult,
): ReadAnswer<AnswerOf<Operation>> {
  if (result.kind === 'FAULT') return failed(result.status, { reason: result.reason, retryAfter: null });
  const { status, retryAfter } = result;
  const json = readJson(result);
  const body = json.ok ? json.value : undefined;
  if (isSuccess(expected, status)) return { ...readSuccess(expected.operation, json), body };
  if (status === 400) return { ...readRefusal(json), body };
  return { ...failed(status, { reason: unexpectedStatus(status), retryAfter }), body };
}

function isSuccess({ success }: { success: 'HTTP_200' | 'ANY_2XX' }, status: number): boolean {
  return success === 'ANY_2XX' ? is2xx(status) : status === 200;
}

type Judged<T> = Omit<ReadAnswer<T>, 'body'>;

function readSuccess<Operation extends IssuerGatewayOperation>(
  operation: Operation,
  json: Json,
): Judged<AnswerOf<Operation>> {
  if (operation.response === null) return answered(null as AnswerOf<Operation>);
  if (!json.ok) return unusable(json.problem);
  const reading = readResponse(operation, json.value);
  return reading.ok ? answered(reading.message as AnswerOf<Operation>) : unusable(problemOf(reading));
}

function readRefusal(json: Json): Judged<never> {
  if (!json.ok) return unusable(json.problem);
  const reading = readMessage(ErrorRes, json.value);
  if (!reading.ok) return unusable(problemOf(reading));
  const { responseCode, errorMessage } = reading.message;
  return { answer: refused(normaliseCode(responseCode), errorMessage), failure: null };
}

function answered<T>(message: T): Judged<T> {
  return { answer: { kind: 'ANSWERED', message }, failure: null };
}

function unusable(problem: string): Judged<never> {
  return { answer: refused(ResponseCode.operationFailed, problem), failure: problem };
}

/** The text is the issuer's: like ours, it is cut and card numbers in it are starred. */
function refused(code: number, message: string | undefined): IssuerAnswer<never> {
  return { kind: 'REFUSED', code, message: errorResponse(code, message).errorMessage };
}

function failed(
  status: number | null,
  { reason, retryAfter }: { reason: string; retryAfter: number | null },
): ReadAnswer<never> {
  return { answer: { kind: 'FAILED', status, reason, retryAfter }, body: undefined, failure: reason };
}

function problemOf({ code, parameter }: Refusal): string {
  const fault = code === ResponseCode.missingParameter ? 'missing' : 'malformed';
  return `${parameter} is ${fault} in the answer`;
}

type Json = { ok: true; value: unknown } | { ok: false; problem: string };

const jsonType = /^application\/json\s*(;|$)/i;

function readJson({ contentType, body }: HttpAnswer): Json {
  if (body === null) return { ok: false, problem: 'the answer is larger than 64 KiB' };
  if (contentType === null || !jsonType.test(contentType)) {
    return { ok: false, problem: 'the answer is not of type application/json' };
  }
  try {
    return { ok: true, value: JSON.parse(body) };
  } catch {
    return { ok: false, problem: 'the answer is not JSON' }; // the parser's own words quote the text
  }
}
