import type { PaymentScript } from '../../acquirer-simulator/payment-script.ts';
import type { StepKind } from '../step-kind.ts';

/** The device pays with the token, at an acquirer's terminal; with something wrong, if that is said. */
export interface Pay {
  pay: 'as it should' | NonNullable<PaymentScript['tampering']>;
  merchantId?: string;
  panEntryMode?: NonNullable<PaymentScript['panEntryMode']>;
}

export const pay: StepKind<Pay> = {
  async act(play, { pay: how, ...different }) {
    const virtualCardId = play.virtualCardId() ?? '';
    const tampering = how === 'as it should' ? {} : { tampering: how };
    const { responseCode } = await play.client.pay({ virtualCardId, ...tampering, ...different });
    play.payments.push(responseCode ?? 'none');
  },
  inWords: ({ pay: how, merchantId, panEntryMode }) =>
    [
      how === 'as it should' ? 'a payment' : `a payment, \`${how}\``,
      merchantId && `at \`${merchantId}\``,
      panEntryMode && `entry mode \`${panEntryMode}\``,
    ]
      .filter(Boolean)
      .join(', '),
};
