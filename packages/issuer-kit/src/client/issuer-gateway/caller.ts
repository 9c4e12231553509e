import { randomUUID } from 'node:crypto';
import { ErrorRes } from '@countermark/wire/issuer-gateway/error-response';
import {
  type IssuerGatewayOperation,
  qualifiedName,
  type RequestOf,
  type ResponseOf,
  readRequest,
  readResponse,
} from '@countermark/wire/issuer-gateway/operation';
import { isRetryable } from '@countermark/wire/issuer-gateway/response-codes';
import { readMessage } from '@countermark/wire/reading';
import type { Called, CallOptions } from '../call-options.ts';
import {
  HubUnreachableError,
  isFailure,
  issuerGatewayError,
  UnfitRequestError,
  UnreadableAnswerError,
} from '../errors.ts';
import { type Outcome, type Resending, resend } from '../resending.ts';
import type { RawIssuerGatewayClient } from './raw-client.ts';

/** Makes typed calls of raw ones. */
export class IssuerGatewayCaller {
  readonly #raw: RawIssuerGatewayClient;
  readonly #how: Resending;

  constructor(raw: RawIssuerGatewayClient, how: Resending) {
    this.#raw = raw;
    this.#how = how;
  }

  async call<Operation extends IssuerGatewayOperation>(
    operation: Operation,
    request: RequestOf<Operation>,
    options: CallOptions = {},
  ): Promise<ResponseOf<Operation> & Called> {
    const { correlationId = randomUUID(), signal, timeLimit } = options;
    const call = { operation: qualifiedName(operation), correlationId };
    const fitness = readRequest(operation, request);
    if (!fitness.ok) throw new UnfitRequestError(call.operation, fitness.parameter);
    const answer = await resend(() => this.#raw.send({ ...call, body: request, timeLimit, signal }), {
      how: this.#how,
      worthwhile,
      signal,
    });
    if (answer.status >= 300) throw issuerGatewayError(call, answer);
    const reading = readResponse(operation, answer.body);
    if (!reading.ok)
      throw new UnreadableAnswerError(call, { status: answer.status, member: reading.parameter });
    return { ...(reading.message as object), correlationId } as ResponseOf<Operation> & Called;
  }
}

/** The same content under the same correlation id has no second effect at the hub (Issuer Gateway API, API protocol). */
function worthwhile(outcome: Outcome): boolean {
  if (outcome instanceof HubUnreachableError) return outcome.fault !== 'not-trusted';
  if (isFailure(outcome)) return true;
  const refusal = outcome.status >= 400 ? readMessage(ErrorRes, outcome.body) : null;
  return refusal?.ok === true && isRetryable(refusal.message.responseCode);
}
