import { defaultMessage, errorResponseTo } from '@countermark/wire/issuer-gateway/error-response';
import type { HttpAnswer } from '../http-call.ts';

/**
 * Refuses a call of the Issuer Gateway API: HTTP 400 with a response code (Issuer Gateway API, API protocol). Return it or
 * throw it.
 *
 * @example
 * throw new IssuerGatewayRefusal(ResponseCode.cardSuspended);
 */
export class IssuerGatewayRefusal extends Error {
  override readonly name = 'IssuerGatewayRefusal';
  readonly responseCode: number;
  /** The member that the refusal is about. */
  readonly parameter: string | undefined;

  /** @param responseCode one of `ResponseCode`, or one that was agreed on with the hub */
  constructor(responseCode: number, parameter?: string) {
    super(`${responseCode}: ${defaultMessage(responseCode)}`);
    this.responseCode = responseCode;
    this.parameter = parameter;
  }
}

/** The refusal as it goes out, by default as HTTP 400. */
export function refusalAnswer({ responseCode, parameter }: IssuerGatewayRefusal, status = 400): HttpAnswer {
  const named = { code: responseCode, ...(parameter !== undefined && { parameter }) };
  return { status, body: errorResponseTo(named) };
}
