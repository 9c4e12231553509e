import {
  type IssuerGatewayOperation,
  qualifiedName,
  type RequestOf,
  type ResponseOf,
  readRequest,
  readResponse,
} from '@countermark/wire/issuer-gateway/operation';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { type AnswerWith, type Handler, type HubCall, outcomeOf } from '../handler.ts';
import type { HttpAnswer } from '../http-call.ts';
import type { Notices } from '../notices.ts';
import type { EnvelopeOpener } from './open-envelope.ts';
import { IssuerGatewayRefusal, refusalAnswer } from './refusal.ts';

/** A call of the Issuer Gateway API, as every handler gets it. */
export interface IssuerGatewayCall extends HubCall {
  /** Of the session: an enrolment, a life cycle operation. */
  correlationId: string;
}

/** A call with a message that holds no envelopes. */
export interface CallOf<Operation extends IssuerGatewayOperation> extends IssuerGatewayCall {
  request: RequestOf<Operation>;
}

export type IssuerGatewayHandler<Call, Answer> = Handler<Call, Answer, IssuerGatewayRefusal>;

/** What an operation works with. */
export interface Means {
  call: IssuerGatewayCall;
  opener: EnvelopeOpener;
  notices: Notices;
}

/** An operation that has somebody to handle it. */
export interface ServedOperation {
  operation: IssuerGatewayOperation;
  /** @param body parsed JSON that nobody has looked at yet */
  serve(body: unknown, means: Means): Promise<HttpAnswer>;
}

type Outcome<Operation extends IssuerGatewayOperation> =
  | AnswerWith<ResponseOf<Operation>>
  | IssuerGatewayRefusal;

/** Serves an operation of the wire: what does not fit its schema is refused, the rest goes to `handle`. */
export function serveOperation<Operation extends IssuerGatewayOperation>(
  operation: Operation,
  handle: (request: RequestOf<Operation>, means: Means) => Outcome<Operation> | Promise<Outcome<Operation>>,
): ServedOperation {
  return {
    operation,
    async serve(body, means) {
      const reading = readRequest(operation, body);
      if (!reading.ok) return refusalAnswer(new IssuerGatewayRefusal(reading.code, reading.parameter));
      const outcome = await outcomeOf(IssuerGatewayRefusal, async () => handle(reading.message, means));
      if (outcome instanceof IssuerGatewayRefusal) return refusalAnswer(outcome);
      return { status: 200, body: wellFormed(operation, outcome) };
    },
  };
}

/** The answer as the hub will read it. One that it could not read is a fault of the handler's. */
function wellFormed(operation: IssuerGatewayOperation, answer: unknown): unknown {
  const reading = readResponse(operation, answer);
  if (reading.ok) return reading.message;
  const fault = reading.code === ResponseCode.missingParameter ? 'is missing' : 'is malformed';
  throw new TypeError(`The answer of ${qualifiedName(operation)} is none: ${reading.parameter} ${fault}.`);
}
