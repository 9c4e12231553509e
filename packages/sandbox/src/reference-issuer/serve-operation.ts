import type { OpeningKey } from '@countermark/wire/envelope/cms';
import {
  type IssuerGatewayOperation,
  qualifiedName,
  type RequestOf,
  type ResponseOf,
  readRequest,
} from '@countermark/wire/issuer-gateway/operation';
import type { CardReferences } from './card-references.ts';
import type { BrokenAnswer } from './faults.ts';
import type { Inbox } from './inbox.ts';
import type { IssuerProfile } from './issuer-profile.ts';

/** What an operation works with: whom the call is for, its session, and what the issuer keeps. */
export interface Call {
  issuer: IssuerProfile;
  correlationId: string;
  openingKey: OpeningKey;
  references: CardReferences;
  inbox: Inbox;
  now: () => Date;
  sealForHub: SealForHub;
}

/** Seals for the hub as was agreed on with the issuer, but RSAES-OAEP whatever that was: the auxiliary API takes no other. */
export type SealForHub = (
  issuer: IssuerProfile,
  plaintext: Uint8Array,
) => Promise<{ text: string; keyIdentifier: string }>;

/** What the issuer answers. `parameter` names the member a refusal is about. */
export type Reply<Message> =
  | { kind: 'ANSWER'; message: Message }
  | Refusal
  | { kind: 'BROKEN'; fault: BrokenAnswer };

export interface Refusal {
  kind: 'REFUSAL';
  code: number;
  parameter?: string;
}

/** An operation as the server calls it: with a body that nobody has looked at yet. */
export interface ServedOperation {
  /** The path segment it is called by. */
  name: string;
  /** In journal and faults, where two APIs may have one name. */
  qualifiedName: string;
  reply(body: unknown, call: Call): Promise<Reply<unknown>>;
}

/** Serves an operation of the wire: what does not fit its schema is refused, the rest goes to `handle`. */
export function serveOperation<Operation extends IssuerGatewayOperation>(
  operation: Operation,
  handle: (request: RequestOf<Operation>, call: Call) => Promise<Reply<ResponseOf<Operation>>>,
): ServedOperation {
  return {
    name: operation.name,
    qualifiedName: qualifiedName(operation),
    async reply(body, call) {
      const reading = readRequest(operation, body);
      return reading.ok ? handle(reading.message, call) : refuse(reading.code, reading.parameter);
    },
  };
}

export function answer<Message>(message: Message): Reply<Message> {
  return { kind: 'ANSWER', message };
}

export function refuse(code: number, parameter?: string): Refusal {
  return { kind: 'REFUSAL', code, ...(parameter !== undefined && { parameter }) };
}
