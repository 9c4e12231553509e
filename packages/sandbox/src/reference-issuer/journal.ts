import { notifyVirtualCardChange } from '@countermark/wire/issuer-gateway/notify-virtual-card-change';
import { qualifiedName } from '@countermark/wire/issuer-gateway/operation';
import { notifyVirtualCardChange as notifyAuxiliaryCardChange } from '@countermark/wire/issuer-gateway-auxiliary/notify-virtual-card-change';
import type { BrokenAnswer } from './faults.ts';
import { Recent } from './recent.ts';

/** A call of the hub, as the issuer got it. */
export interface ReceivedCall {
  issuerId: string;
  correlationId: string;
  /** Wire name; of the auxiliary API with the name of the API before it. */
  operation: string;
  /** ISO 8601, UTC. */
  receivedAt: string;
  /** The body as received, envelopes closed; null when it was no JSON. A one-time password is starred. */
  request: unknown;
  answer: { status: number; body: unknown } | { fault: BrokenAnswer };
}

const capacity = 5_000;

const notifications: ReadonlySet<string> = new Set(
  [notifyVirtualCardChange, notifyAuxiliaryCardChange].map(qualifiedName),
);

/** What the hub sent. In memory only, and never what an envelope held. */
export class Journal {
  readonly #calls = new Recent<ReceivedCall>(capacity);

  record(call: ReceivedCall): void {
    this.#calls.add({ ...call, request: withStarredPassword(call.request) });
  }

  /** The calls of one session, oldest first. */
  ofCorrelation(issuerId: string, correlationId: string): ReceivedCall[] {
    return this.#calls.where(call => call.issuerId === issuerId && call.correlationId === correlationId);
  }

  /** The `notifyVirtualCardChange` calls of both APIs, repeated ones too, oldest first. */
  notifications(issuerId: string): ReceivedCall[] {
    return this.#calls.where(call => call.issuerId === issuerId && notifications.has(call.operation));
  }
}

function withStarredPassword(request: unknown): unknown {
  if (typeof request !== 'object' || request === null || !('otpValue' in request)) return request;
  return { ...request, otpValue: '*'.repeat(String(request.otpValue).length) };
}
