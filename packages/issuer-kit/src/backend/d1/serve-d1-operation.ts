import {
  type D1Operation,
  type ParametersOf,
  type QueryOf,
  qualifiedName,
  type RequestOf,
  type ResponseOf,
  readParameters,
  readQuery,
  readRequest,
  readResponse,
} from '@countermark/wire/d1/operation';
import { type AnswerWith, type Handler, type HubCall, outcomeOf } from '../handler.ts';
import type { HttpAnswer } from '../http-call.ts';
import type { Notices } from '../notices.ts';
import { D1CallRefusal, errorAnswer } from './refusal.ts';

/** A call of a D1 API, as every handler gets it. */
export interface D1Call extends HubCall {
  /** Groups calls; null: the call has none. */
  correlationId: string | null;
}

export type D1Handler<Call, Answer> = Handler<Call, Answer, D1CallRefusal>;

/** What an operation works with. */
export interface D1Means {
  call: D1Call;
  notices: Notices;
  onUnopened(envelope: { member: string; diagnosis: string }): void;
}

/** A call as HTTP brings it, that nobody has looked at yet. */
export interface D1Incoming {
  parameters: unknown;
  query: unknown;
  /** Parsed JSON; `undefined`: there is no body. */
  body: unknown;
}

/** A call that is what the API says. */
export interface ReadCall<Operation extends D1Operation> {
  parameters: ParametersOf<Operation>;
  query: QueryOf<Operation>;
  request: RequestOf<Operation>;
}

/** An operation that has somebody to handle it. */
export interface ServedD1Operation {
  operation: D1Operation;
  serve(incoming: D1Incoming, means: D1Means): Promise<HttpAnswer>;
}

type Outcome<Operation extends D1Operation> = AnswerWith<ResponseOf<Operation>> | D1CallRefusal;

/** Serves an operation of the wire: what does not fit its schemas is refused, the rest goes to `handle`. */
export function serveD1Operation<Operation extends D1Operation>(
  operation: Operation,
  handle: (call: ReadCall<Operation>, means: D1Means) => Outcome<Operation> | Promise<Outcome<Operation>>,
): ServedD1Operation {
  return {
    operation,
    async serve(incoming, means) {
      const reading = read(operation, incoming);
      if (reading instanceof D1CallRefusal) return errorAnswer(reading.status, reading);
      const outcome = await outcomeOf(D1CallRefusal, async () => handle(reading, means));
      if (outcome instanceof D1CallRefusal) return errorAnswer(outcome.status, outcome);
      return { status: operation.response.status, body: wellFormed(operation, outcome) };
    },
  };
}

function read<Operation extends D1Operation>(
  operation: Operation,
  { parameters, query, body }: D1Incoming,
): ReadCall<Operation> | D1CallRefusal {
  const path = readParameters(operation, parameters);
  if (!path.ok) return new D1CallRefusal(400, path.error);
  const search = readQuery(operation, query);
  if (!search.ok) return new D1CallRefusal(400, search.error);
  const request = readRequest(operation, body);
  if (!request.ok) return new D1CallRefusal(400, request.error);
  return { parameters: path.message, query: search.message, request: request.message };
}

/** The answer as D1 will read it. One that it could not read is a fault of the handler's. */
function wellFormed(operation: D1Operation, answer: unknown): unknown {
  const reading = readResponse(operation, answer);
  if (reading.ok) return reading.message;
  throw new TypeError(
    `The answer of ${qualifiedName(operation)} is none: ${reading.error} is missing or wrong.`,
  );
}
