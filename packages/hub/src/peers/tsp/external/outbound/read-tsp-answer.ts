import { parsed } from '@countermark/wire/issuer-gateway/plaintext/plaintext';
import { isRetryable, normaliseCode, ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { readMessage } from '@countermark/wire/reading';
import { TspError } from '@countermark/wire/tsp/error-response';
import type { ResponseOf, TspOperation } from '@countermark/wire/tsp/operation';
import type { TspAnswer } from '../../../../ports/tsp.ts';
import { type HttpAnswer, type PostResult, unexpectedStatus } from '../../../https-client.ts';

/** An answer for the caller, and what the exchange log keeps of it. */
export interface ReadTspAnswer<Operation extends TspOperation> {
  answer: TspAnswer<ResponseOf<Operation>>;
  /** Parsed JSON, not masked; undefined when there was none. */
  body: unknown;
  /** Why no answer came, or what was wrong with it. */
  failure: string | null;
}

/**
 * Tells what came of a call: the operation's own status answers it, a refusal has a code. Everything else, and whatever
 * the code table calls temporary, may be asked again: 921.
 */
export function readTspAnswer<Operation extends TspOperation>(
  operation: Operation,
  result: PostResult,
): ReadTspAnswer<Operation> {
  if (result.kind === 'FAULT') return failed(result.reason, undefined);
  const json = parsed(result.body ?? '');
  const body = json.ok ? json.value : undefined;
  if (result.status === operation.success) return readSuccess(operation, { result, body });
  const refusal = readMessage(TspError, body);
  if (result.status >= 500 || !refusal.ok) return failed(unexpectedStatus(result.status), body);
  const { errorCode, retryable } = refusal.message;
  const code = normaliseCode(Number(errorCode));
  const again = isRetryable(code) || retryable === true;
  return { answer: { ok: false, code: again ? ResponseCode.serverError : code }, body, failure: null };
}

/** An answer that lacks what the operation needs will not be better the next time: 911. */
function readSuccess<Operation extends TspOperation>(
  { response }: Operation,
  { result, body }: { result: HttpAnswer; body: unknown },
): ReadTspAnswer<Operation> {
  if (response === null) {
    return { answer: { ok: true, value: null as ResponseOf<Operation> }, body: undefined, failure: null };
  }
  if (result.body === null) return unusable('the answer is larger than 64 KiB', body);
  const reading = readMessage(response, body);
  if (!reading.ok) {
    const fault = reading.code === ResponseCode.missingParameter ? 'missing' : 'malformed';
    return unusable(`${reading.parameter} is ${fault} in the answer`, body);
  }
  return { answer: { ok: true, value: reading.message as ResponseOf<Operation> }, body, failure: null };
}

function unusable(failure: string, body: unknown): ReadTspAnswer<never> {
  return { answer: { ok: false, code: ResponseCode.operationFailed }, body, failure };
}

function failed(failure: string, body: unknown): ReadTspAnswer<never> {
  return { answer: { ok: false, code: ResponseCode.serverError }, body, failure };
}
