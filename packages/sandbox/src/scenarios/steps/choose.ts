import type { StepKind } from '../step-kind.ts';

/** The cardholder chooses a way of verification. */
export interface Choose {
  choose: string;
}

export const choose: StepKind<Choose> = {
  async act(play, step) {
    play.report = await play.client.chooseIdvMethod(play.enrolmentId(), step.choose);
  },
  inWords: step => `choose ${step.choose}`,
};
