import type { ScenarioPlay } from '../scenario-play.ts';
import type { StepKind } from '../step-kind.ts';

/** Something is done with the token at the TSP of another house, or asked of it. */
export interface RemoteTokenActs {
  remoteToken: 'pays' | 'gets new keys' | 'is personalised again';
}

export const remoteToken: StepKind<RemoteTokenActs> = {
  async act(play, { remoteToken: act }) {
    await acts[act](play);
  },
  inWords: step => `the token ${step.remoteToken}`,
};

const acts: Record<RemoteTokenActs['remoteToken'], (play: ScenarioPlay) => Promise<unknown>> = {
  pays: async play => play.client.payWithRemoteToken(await play.tspTokenId()),
  'gets new keys': play => play.client.requestReplenishment(play.virtualCardId() ?? ''),
  'is personalised again': play => play.client.repersonalise('DEMO-REMOTE'),
};
