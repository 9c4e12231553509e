import type { InjectedFault } from '../../reference-issuer/faults.ts';
import type { StepKind } from '../step-kind.ts';

/** Befalls the reference issuer. */
export interface IssuerFault {
  fault: InjectedFault;
}

export const fault: StepKind<IssuerFault> = {
  async act(play, step) {
    await play.client.injectFault(play.issuerId, step.fault);
  },
  inWords: step => `\`${step.fault.operation}\` will fail`,
};
