import type { StepKind } from '../step-kind.ts';

/** The issuer renews the card by updateCard, and waits until its active token has the new expiry date, `MMYY`. */
export interface Renew {
  renew: { from: string; to: string };
}

export const renew: StepKind<Renew> = {
  async act(play, { renew: { from, to } }) {
    const { pan } = play;
    const { correlationId } = await play.call('updateCard', {
      issuerCardRefId: await play.issuerCardRefId(),
      fpanDetails: { oldFPAN: pan, oldExpDate: from, newFPAN: pan, newExpDate: to },
    });
    await play.callbacks(correlationId, 1);
  },
  inWords: ({ renew: { to } }) => `\`updateCard\` with the new expiry ${to}`,
};
