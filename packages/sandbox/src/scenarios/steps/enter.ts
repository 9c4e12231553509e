import type { CodeEntry } from '../../wallet-simulator/enrolment-script.ts';
import type { StepKind } from '../step-kind.ts';

/** The cardholder types a one-time password. */
export interface Enter {
  enter: CodeEntry;
}

export const enter: StepKind<Enter> = {
  async act(play, step) {
    play.report = await play.client.enterCode(play.enrolmentId(), step.enter);
  },
  inWords: step => `type the ${step.enter} code`,
};
