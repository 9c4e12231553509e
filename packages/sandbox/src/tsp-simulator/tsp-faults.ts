import { type BrokenAnswer, brokenAnswers } from '../reference-issuer/faults.ts';

/**
 * What befalls a call of the hub: an answer that is none, HTTP 503, an answer that lacks what it should hold, or a refusal.
 */
export type TspFault = BrokenAnswer | '503' | 'missing-field' | { errorCode: number };

export const namedTspFaults = [...brokenAnswers, '503', 'missing-field'] as const;

/** What shall go wrong, and where. */
export interface InjectedTspFault {
  /** Name of the operation; `*`: any, unless one is injected for the operation itself. */
  operation: string;
  fault: TspFault;
  /** How many calls it befalls; until it is cleared unless given. */
  times?: number;
}

/** How the simulator sends personalisation data: at once and whole, in two parts, or never. */
export const dataManners = ['whole', 'parts', 'withheld'] as const;
export type DataManner = (typeof dataManners)[number];

/** How the simulated TSP behaves, until it is told otherwise. */
export class TspConduct {
  dataManner: DataManner = 'whole';
  readonly #faults = new Map<string, InjectedTspFault>();

  /** Takes the place of the fault injected for that operation, if any. */
  inject(injected: InjectedTspFault): void {
    this.#faults.set(injected.operation, injected);
  }

  /** As it should be again. */
  reset(): void {
    this.#faults.clear();
    this.dataManner = 'whole';
  }

  /** The fault that befalls a call now; it counts as one time. */
  take(operation: string): TspFault | undefined {
    const injected = this.#faults.get(operation) ?? this.#faults.get('*');
    if (!injected) return undefined;
    const { times } = injected;
    if (times === 1) this.#faults.delete(injected.operation);
    else if (times !== undefined) this.#faults.set(injected.operation, { ...injected, times: times - 1 });
    return injected.fault;
  }
}
