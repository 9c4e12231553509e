import type { PushTampering } from '../../reference-issuer/push-tamperings.ts';
import type { StepKind } from '../step-kind.ts';

/** The issuer's application pushes the scenario's card once more, with something wrong about its code. */
export interface Push {
  push: PushTampering;
}

export const push: StepKind<Push> = {
  async act(play, { push: tampering }) {
    const { errorCode } = await play.client.push({
      pan: play.pan,
      exp: '1238',
      wallet: 'APPLE_PAY',
      tampering,
    });
    play.pushes.push(errorCode);
  },
  inWords: ({ push: tampering }) => `a push with a code that is \`${tampering}\``,
};
