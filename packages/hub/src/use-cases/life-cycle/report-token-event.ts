import type { TokenRequestor } from '../../core/token-requestor.ts';
import { type WalletReport, walletEvent } from '../../core/wallet-token-event.ts';
import type { Hub } from '../../ports/hub.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import { applyReport, type ReportedMark, type ReportResult, unknownToken } from './apply-report.ts';

/** The wallet or its device changed a token: lost and found, wiped, locked, deleted. */
export async function reportTokenEvent(
  hub: Hub,
  requestor: TokenRequestor,
  { virtualCardId, event, ...mark }: { virtualCardId: string; event: WalletReport } & ReportedMark,
): Promise<ReportResult> {
  const token = await hub.store.tokens.find(virtualCardId);
  if (token?.requestorId !== requestor.requestorId || token.state === 'ERASED') return unknownToken;
  const { traits } = tspOf(hub, token.tsp);
  return applyReport(hub, { token, event: walletEvent(event, traits), reporter: 'WALLET', mark });
}
