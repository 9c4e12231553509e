import { type InjectedFault, InjectedFaults } from '../control/injected-faults.ts';
import { type BrokenAnswer, brokenAnswers } from '../reference-issuer/faults.ts';

/**
 * What befalls a call of the hub: an answer that is none, HTTP 503, an answer that lacks what it should hold, or a refusal.
 */
export type TspFault = BrokenAnswer | '503' | 'missing-field' | { errorCode: number };

export const namedTspFaults = [...brokenAnswers, '503', 'missing-field'] as const;

export type InjectedTspFault = InjectedFault<TspFault>;

/** How the simulator sends personalisation data: at once and whole, in two parts, or never. */
export const dataManners = ['whole', 'parts', 'withheld'] as const;
export type DataManner = (typeof dataManners)[number];

/** How the simulated TSP behaves, until it is told otherwise. */
export class TspConduct extends InjectedFaults<TspFault> {
  dataManner: DataManner = 'whole';

  override reset(): void {
    super.reset();
    this.dataManner = 'whole';
  }
}
