import type { ReportTspEvent } from '@countermark/wire/operator/token';
import type { StepKind } from '../step-kind.ts';
import { type Marked, markInWords, markOf } from './event-mark.ts';

/** The TSP, on its care portal or by itself. */
export interface TspActs extends Marked {
  tsp: ReportTspEvent['event'];
  /** `MMYY`, of a renewal. */
  tokenExpiryDate?: string;
}

export const tsp: StepKind<TspActs> = {
  async act(play, { tsp: event, tokenExpiryDate, ...marked }) {
    await play.client.reportTspEvent(play.virtualCardId() ?? '', {
      event,
      ...(tokenExpiryDate !== undefined && { tokenExpiryDate }),
      ...(await markOf(play, marked)),
    });
  },
  inWords: ({ tsp: event, tokenExpiryDate, ...marked }) =>
    `the TSP: ${event}${tokenExpiryDate ? ` until ${tokenExpiryDate}` : ''}${markInWords(marked)}`,
};
