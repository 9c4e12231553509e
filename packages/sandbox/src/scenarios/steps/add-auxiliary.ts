import type { ProvisioningChoice } from '../../wallet-simulator/enrolment-script.ts';
import type { StepKind } from '../step-kind.ts';
import { StepNotPossible } from '../step-not-possible.ts';

/** The wallet adds the domestic token of a cobadged card. */
export interface AddAuxiliary {
  addAuxiliary: ProvisioningChoice;
}

export const addAuxiliary: StepKind<AddAuxiliary> = {
  async act(play, { addAuxiliary: provisioning }) {
    const virtualCardId = play.virtualCardId();
    if (virtualCardId === undefined) throw new StepNotPossible('there is no primary token');
    play.auxiliary = await play.client.addAuxiliary(virtualCardId, provisioning);
  },
  inWords: ({ addAuxiliary: provisioning }) =>
    provisioning === 'deliver'
      ? 'add the domestic token'
      : `add the domestic token; its provisioning: ${provisioning}`,
};
