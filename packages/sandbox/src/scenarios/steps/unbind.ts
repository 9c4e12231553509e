import type { StepKind } from '../step-kind.ts';

/** The merchant takes the binding back. */
export interface Unbind {
  unbind: 'device';
}

export const unbind: StepKind<Unbind> = {
  async act(play) {
    play.binding = await play.client.endBinding(play.binding?.bindingId ?? '');
  },
  inWords: () => 'unbind the device',
};
