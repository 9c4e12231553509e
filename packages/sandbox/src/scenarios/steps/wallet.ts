import type { ReportTokenEvent } from '@countermark/wire/token-requestor/report-token-event';
import type { StepKind } from '../step-kind.ts';
import { type Marked, markInWords, markOf } from './event-mark.ts';

/** Something happens to the device or in the wallet; the wallet reports it. */
export interface WalletReports extends Marked {
  wallet: ReportTokenEvent['event'];
}

export const wallet: StepKind<WalletReports> = {
  async act(play, { wallet: event, ...marked }) {
    const report = { event, ...(await markOf(play, marked)) };
    const { result, errorCode } = await play.client.reportTokenEvent(play.virtualCardId() ?? '', report);
    if (result === 'REFUSED') play.refusal = errorCode ?? null;
  },
  inWords: ({ wallet: event, ...marked }) => `the wallet: ${event}${markInWords(marked)}`,
};
