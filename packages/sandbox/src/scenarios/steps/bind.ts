import type { BindingScript } from '../../wallet-simulator/binding-script.ts';
import type { StepKind } from '../step-kind.ts';

/** The merchant asks to bind its token to a device; from here on this binding is watched. */
export interface Bind {
  bind: BindingScript;
}

export const bind: StepKind<Bind> = {
  async act(play, step) {
    play.binding = await play.client.bind(play.virtualCardId() ?? '', step.bind);
  },
  inWords({ bind: { idvChoice, otp } }) {
    const said = [
      idvChoice && `verified by ${idvChoice}`,
      otp && (otp === 'none' ? 'no code typed' : `code ${[otp].flat().join(', ')}`),
    ];
    return ['bind a device', said.filter(Boolean).join(', ')].filter(Boolean).join(' ');
  },
};
