import { parseDuration } from '../../duration.ts';
import type { StepKind } from '../step-kind.ts';

/** Time passes: `11m`, `24h`. */
export interface Advance {
  advance: string;
}

export const advance: StepKind<Advance> = {
  async act(play, step) {
    await play.client.advanceClock(parseDuration(step.advance));
  },
  inWords: step => `${step.advance} pass`,
};
