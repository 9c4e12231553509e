import {
  type D1Operation,
  type ParametersOf,
  type QueryOf,
  type RequestOf,
  type ResponseOf,
  readParameters,
  readQuery,
  readRequest,
} from '@countermark/wire/d1/operation';
import type { CardReferences } from '../card-references.ts';
import type { BrokenAnswer } from '../faults.ts';
import type { Inbox } from '../inbox.ts';
import type { CardBook } from './card-book.ts';
import type { D1IssuerProfile } from './d1-profile.ts';
import type { D1Notices } from './notices.ts';

/** What an operation works with: whom the call is for, and what the issuer keeps. */
export interface D1Means {
  issuer: D1IssuerProfile;
  /** Null: the call has none. */
  correlationId: string | null;
  book: CardBook;
  references: CardReferences;
  inbox: Inbox;
  notices: D1Notices;
  now: () => Date;
  sealForHub: SealForHub;
}

/** Card data as JWE that the hub opens. */
export type SealForHub = (plaintext: object) => Promise<string>;

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

export type D1Reply<Message> =
  | { kind: 'ANSWER'; message: Message }
  | D1Refusal
  | { kind: 'BROKEN'; fault: BrokenAnswer };

export interface D1Refusal {
  kind: 'REFUSAL';
  status: 400 | 403 | 404 | 500;
  /** For people, or the field in error. */
  error: string;
}

/** An operation as the server calls it. */
export interface ServedD1Operation {
  operation: D1Operation;
  reply(incoming: D1Incoming, means: D1Means): Promise<D1Reply<unknown>>;
}

/** Serves an operation of the wire: what does not fit its schemas is refused, the rest goes to `handle`. */
export function serveD1Operation<Operation extends D1Operation>(
  operation: Operation,
  handle: (call: ReadCall<Operation>, means: D1Means) => Promise<D1Reply<ResponseOf<Operation>>>,
): ServedD1Operation {
  return {
    operation,
    async reply({ parameters, query, body }, means) {
      const path = readParameters(operation, parameters);
      if (!path.ok) return refuse(400, path.error);
      const search = readQuery(operation, query);
      if (!search.ok) return refuse(400, search.error);
      const request = readRequest(operation, body);
      if (!request.ok) return refuse(400, request.error);
      return handle({ parameters: path.message, query: search.message, request: request.message }, means);
    },
  };
}

export function answer<Message>(message: Message): D1Reply<Message> {
  return { kind: 'ANSWER', message };
}

export function refuse(status: D1Refusal['status'], error: string): D1Refusal {
  return { kind: 'REFUSAL', status, error };
}
