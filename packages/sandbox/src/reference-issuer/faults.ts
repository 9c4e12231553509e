import type { D1Api } from '@countermark/wire/d1/api';
import type { OutboundOperationName } from '@countermark/wire/issuer-gateway/operations';
import type { OutboundOperationName as AuxiliaryOperationName } from '@countermark/wire/issuer-gateway-auxiliary/operations';

/**
 * Comes instead of an answer, as from a backend that is down or does not serve the operation, or a proxy before it; the
 * call has no effect.
 */
export const brokenAnswers = [
  '404',
  '500',
  'timeout',
  'reset',
  'slow-drip',
  'wrong-content-type',
  'huge-body',
] as const;
export type BrokenAnswer = (typeof brokenAnswers)[number];

/** Thrown instead of an answer: what goes out is as broken as this. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
  readonly fault: BrokenAnswer;

  constructor(fault: BrokenAnswer) {
    super(`What goes out is broken: ${fault}`);
    this.fault = fault;
  }
}

/** The call has its effect, but its answer is not as the API says. */
export const spoiledAnswers = ['missing-field', 'unknown-level-of-trust'] as const;
export type SpoiledAnswer = (typeof spoiledAnswers)[number];

/**
 * `responseCode`: the call is refused with HTTP 400 and this code. `status`: it is answered with this HTTP status and no
 * body, and has no effect. `delay`: it is answered as it should be, this many milliseconds late.
 */
export type Fault =
  | BrokenAnswer
  | SpoiledAnswer
  | { responseCode: number }
  | { status: number }
  | { delay: number };

export function isBrokenAnswer(fault: Fault): fault is BrokenAnswer {
  return (brokenAnswers as readonly unknown[]).includes(fault);
}

/** A fault as a test or a page names it. */
export function faultInWords(fault: Fault): string {
  if (typeof fault === 'string') return fault;
  if ('responseCode' in fault) return `400 with ${fault.responseCode}`;
  return 'status' in fault ? `HTTP ${fault.status}` : `${fault.delay} ms late`;
}

/** An operation of the hub's, by its name; of the auxiliary and the D1 APIs with the name of the API before it. */
export type FaultyOperation =
  | OutboundOperationName
  | `auxiliary/${AuxiliaryOperationName}`
  | `${Extract<D1Api, `D1-Public-OUT-${string}`>}/${string}`;

/** What shall go wrong, and where. */
export interface InjectedFault {
  /** `*`: any, unless one is injected for the operation itself. */
  operation: FaultyOperation | '*';
  fault: Fault;
  /** How many calls it befalls; until it is cleared unless given. */
  times?: number;
}

/** The faults injected into each issuer, at most one per operation. */
export class Faults {
  readonly #ofIssuer = new Map<string, Map<InjectedFault['operation'], InjectedFault>>();

  /** Takes the place of the fault injected for that operation, if any. */
  inject(issuerId: string, injected: InjectedFault): void {
    const faults = this.#ofIssuer.get(issuerId) ?? new Map();
    this.#ofIssuer.set(issuerId, faults.set(injected.operation, injected));
  }

  clear(issuerId: string): void {
    this.#ofIssuer.delete(issuerId);
  }

  /** Those still to come, with the times that are left. */
  pending(issuerId: string): InjectedFault[] {
    return [...(this.#ofIssuer.get(issuerId)?.values() ?? [])];
  }

  /** The fault that befalls a call now; it counts as one time. */
  take(issuerId: string, operation: string): Fault | undefined {
    const faults = this.#ofIssuer.get(issuerId);
    const injected = faults?.get(operation as FaultyOperation) ?? faults?.get('*');
    if (!faults || !injected) return undefined;
    const { times } = injected;
    if (times === 1) faults.delete(injected.operation);
    else if (times !== undefined) faults.set(injected.operation, { ...injected, times: times - 1 });
    return injected.fault;
  }
}
