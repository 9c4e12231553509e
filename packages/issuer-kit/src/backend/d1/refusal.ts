import type { HttpAnswer } from '../http-call.ts';

/** How an issuer may refuse a call of D1: badly formed, forbidden by the state of things, not known, or not possible now. */
export type D1RefusalStatus = 400 | 403 | 404 | 500;

/**
 * Refuses a call of a D1 API with an HTTP status (D1 outbound APIs, errors). Return it or throw it.
 *
 * @example
 * throw new D1CallRefusal(404, 'consumerId');
 */
export class D1CallRefusal extends Error {
  override readonly name = 'D1CallRefusal';
  readonly status: D1RefusalStatus;
  /** The field in error, or a text for the hub's log. */
  readonly error: string;
  /** A code of the issuer's own. */
  readonly errorCode: string | undefined;

  constructor(status: D1RefusalStatus, error: string, errorCode?: string) {
    super(`${status}: ${error}`);
    this.status = status;
    this.error = error;
    this.errorCode = errorCode;
  }
}

/** An error of the D1 APIs. */
export function errorAnswer(
  status: number,
  { error, errorCode }: { error: string; errorCode?: string | undefined },
): HttpAnswer {
  return { status, body: { ...(errorCode !== undefined && { errorCode }), error } };
}
