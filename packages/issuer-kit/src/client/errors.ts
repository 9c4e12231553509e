import { scrubPans } from '@countermark/wire/card/scrub';
import { ErrorGeneric } from '@countermark/wire/d1/error-response';
import { ErrorRes } from '@countermark/wire/issuer-gateway/error-response';
import { type CodeType, codeType, responseCodeEntry } from '@countermark/wire/issuer-gateway/response-codes';
import { readMessage } from '@countermark/wire/reading';
import type { HubAnswer } from './hub-answer.ts';

/** A call that came to nothing, by its names. */
export interface FailedCall {
  /** Wire name: `updateCardState`, `auxiliary/updateCardState`, `registerCard`. */
  operation: string;
  correlationId: string;
}

/**
 * How far a call came that has no answer: `not-connected`, nothing was sent; `not-trusted`, one side does not take the
 * other's certificate, and nothing was sent; `no-answer`, the hub may have done what was asked.
 */
export type UnreachableFault = 'not-connected' | 'not-trusted' | 'no-answer';

/** No answer came from the hub. `cause` is the fault of the network. */
export class HubUnreachableError extends Error {
  override readonly name = 'HubUnreachableError';
  readonly operation: string;
  readonly fault: UnreachableFault;

  constructor(operation: string, cause: unknown) {
    const reason = reasonOf(cause);
    super(`${operation}: no answer from the hub (${reason})`, { cause });
    this.operation = operation;
    this.fault = faultOf(reason);
  }
}

/** The hub refused a call of the Issuer Gateway API with a response code. */
export class CallRefusedError extends Error {
  override readonly name = 'CallRefusedError';
  readonly operation: string;
  readonly correlationId: string;
  /** HTTP status: 400, or 403 for an issuer that the client certificate is not entitled to. */
  readonly status: number;
  /** Of the code table: 116. */
  readonly code: number;
  /** `D` correct the call first; `S` it may succeed later, sent again unchanged; `F` never send it again. */
  readonly type: CodeType;
  /** What the hub says, for a log. */
  readonly errorMessage: string;

  constructor({ operation, correlationId }: FailedCall, refusal: { status: number } & ErrorRes) {
    const { status, responseCode: code } = refusal;
    const type = codeType(code, 'synchronous');
    const said = scrubPans(refusal.errorMessage ?? responseCodeEntry(code)?.meaning ?? 'no reason given');
    super(`${operation} refused with ${code}: ${said}. ${advice[type]} (correlation id ${correlationId})`);
    this.operation = operation;
    this.correlationId = correlationId;
    this.status = status;
    this.code = code;
    this.type = type;
    this.errorMessage = said;
  }
}

const advice: Readonly<Record<CodeType, string>> = {
  K: 'It is no error',
  D: 'Correct the call before you send it again',
  S: 'Send it again later, unchanged',
  F: 'Do not send it again',
};

/** The hub refused a D1 call. */
export class D1CallRefusedError extends Error {
  override readonly name = 'D1CallRefusedError';
  readonly operation: string;
  readonly correlationId: string;
  /** HTTP status: 400, 401, 403 or 404. */
  readonly status: number;
  /** `INVALID_STATE`; undefined where the hub gives none, as with 401. */
  readonly errorCode: string | undefined;
  /** The first field in error, or a text for a log. */
  readonly error: string | undefined;

  constructor({ operation, correlationId }: FailedCall, refusal: { status: number } & ErrorGeneric) {
    const { status, errorCode, error } = refusal;
    const why = [errorCode, error && scrubPans(error)].filter(text => text !== undefined).join(' ');
    super(
      `${operation} refused with HTTP ${status}: ${why || 'no reason given'} (correlation id ${correlationId})`,
    );
    this.operation = operation;
    this.correlationId = correlationId;
    this.status = status;
    this.errorCode = errorCode;
    this.error = error;
  }
}

/** The hub could not serve the call: HTTP 5xx or 429, also when it was sent again. */
export class HubFailedError extends Error {
  override readonly name = 'HubFailedError';
  readonly operation: string;
  readonly correlationId: string;
  /** HTTP status. */
  readonly status: number;

  constructor({ operation, correlationId }: FailedCall, { status }: HubAnswer) {
    super(
      `${operation}: the hub answered HTTP ${status}. Send it again later, unchanged (correlation id ${correlationId})`,
    );
    this.operation = operation;
    this.correlationId = correlationId;
    this.status = status;
  }
}

/** The answer is not what the operation says; whether the hub did what was asked is not known. */
export class UnreadableAnswerError extends Error {
  override readonly name = 'UnreadableAnswerError';
  readonly operation: string;
  readonly correlationId: string;
  /** HTTP status. */
  readonly status: number;
  /** Dotted name of the member at fault, or `body`. */
  readonly member: string;

  constructor({ operation, correlationId }: FailedCall, answer: { status: number; member: string }) {
    const { status, member } = answer;
    super(
      `${operation}: HTTP ${status} with an answer that is none of this operation, by its ${member}. ` +
        `Does the url lead to a hub? (correlation id ${correlationId})`,
    );
    this.operation = operation;
    this.correlationId = correlationId;
    this.status = status;
    this.member = member;
  }
}

/** The request cannot be sent: the hub would refuse it. Nothing was sent. */
export class UnfitRequestError extends Error {
  override readonly name = 'UnfitRequestError';
  readonly operation: string;
  /** Dotted name of the member that is missing or malformed. */
  readonly member: string;

  constructor(operation: string, member: string) {
    super(`${operation} was not sent: ${member} is missing or not of the form that the API lays down`);
    this.operation = operation;
    this.member = member;
  }
}

/** What the hub sealed for the issuer does not open, or holds something else. The message names no content. */
export class UnopenedEnvelopeError extends Error {
  override readonly name = 'UnopenedEnvelopeError';
  readonly operation: string;
  readonly member: string;
  /** Why, for the issuer's own log. */
  readonly diagnosis: string;

  constructor({ operation, member, diagnosis }: { operation: string; member: string; diagnosis: string }) {
    super(`${operation}: ${member} did not open (${diagnosis}). Is its key among the keys of this client?`);
    this.operation = operation;
    this.member = member;
    this.diagnosis = diagnosis;
  }
}

/** What an answer of HTTP 300 and more means in the Issuer Gateway API. */
export function issuerGatewayError(call: FailedCall, answer: HubAnswer): Error {
  if (isFailure(answer)) return new HubFailedError(call, answer);
  const refusal = readMessage(ErrorRes, answer.body);
  return refusal.ok
    ? new CallRefusedError(call, { status: answer.status, ...refusal.message })
    : new UnreadableAnswerError(call, { status: answer.status, member: refusal.parameter });
}

/** What an answer of HTTP 300 and more means in D1. */
export function d1Error(call: FailedCall, answer: HubAnswer): Error {
  if (isFailure(answer)) return new HubFailedError(call, answer);
  const refusal = readMessage(ErrorGeneric, answer.body ?? {});
  return refusal.ok && answer.status >= 400
    ? new D1CallRefusedError(call, { status: answer.status, ...refusal.message })
    : new UnreadableAnswerError(call, { status: answer.status, member: 'body' });
}

/** HTTP 429 says that nothing was done, 5xx says nothing. */
export function isFailure({ status }: HubAnswer): boolean {
  return status >= 500 || status === 429;
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}

const notConnected = new Set([
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
  ...['ENOTFOUND', 'EAI_AGAIN'],
]);

/** As Node names what is wrong with a chain; all other names of TLS faults begin with `ERR_SSL_` or `ERR_TLS_`. */
const notTrusted = new Set([
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ...['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_SIGNATURE_FAILURE'],
  ...['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'CERT_REVOKED', 'CERT_UNTRUSTED', 'INVALID_CA'],
]);

function faultOf(reason: string): UnreachableFault {
  if (notConnected.has(reason)) return 'not-connected';
  return notTrusted.has(reason) || /^ERR_(SSL|TLS)_/.test(reason) ? 'not-trusted' : 'no-answer';
}
