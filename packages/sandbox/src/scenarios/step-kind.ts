import type { ScenarioPlay } from './scenario-play.ts';

/** One kind of step: how it is played, and how the scenario page tells it. */
export interface StepKind<Step> {
  act(play: ScenarioPlay, step: Step): Promise<void>;
  /** Markdown, as part of a sentence. */
  inWords(step: Step): string;
}
