import type { ReportTspEvent } from '@countermark/wire/operator/token';
import type { StepKind } from '../step-kind.ts';

/** The TSP, on its care portal or by itself. */
export interface TspActs {
  tsp: ReportTspEvent['event'];
}

export const tsp: StepKind<TspActs> = {
  async act(play, step) {
    await play.client.reportTspEvent(play.virtualCardId() ?? '', step.tsp);
  },
  inWords: step => `the TSP: ${step.tsp}`,
};
