import type { HttpAnswer } from './http-call.ts';

/** A call whose operation and issuer are known. */
export interface IdentifiedCall {
  issuerId: string;
  /** `checkCardEligibility`, `auxiliary/notifyVirtualCardChange`, `D1-Public-OUT-v1-Card/verifyCard`. */
  operation: string;
  /** Null: the call has none, which is allowed in D1 only. */
  correlationId: string | null;
  /** Parsed JSON, envelopes closed; null when it was no JSON, `undefined` when there was none. */
  request: unknown;
}

/**
 * Stands around every call: for logs, metrics or traces. `answer` has the call answered; faults are thrown through it. What
 * is returned goes out.
 */
export type Around = (call: IdentifiedCall, answer: () => Promise<HttpAnswer>) => Promise<HttpAnswer>;

/** Something that went wrong while a call was answered; the hub was told HTTP 500 and nothing else. */
export interface Fault extends Omit<IdentifiedCall, 'request'> {
  error: unknown;
}

/** An envelope that was refused, for your own trace: the sender is not told why. */
export interface UnopenedEnvelope extends Omit<IdentifiedCall, 'request'> {
  /** `cipheredCardInfo`, `authenticationValue`, `tokenInfo` or `encryptedData`. */
  member: string;
  /** A sentence; it holds nothing of the envelope. */
  diagnosis: string;
}

/** Who is told of what the hub is not told. */
export interface Observer {
  around: Around;
  onFault(fault: Fault): void;
  onUnopenedEnvelope(envelope: UnopenedEnvelope): void;
}
