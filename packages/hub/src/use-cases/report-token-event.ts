import type { TokenRequestor } from '../core/token-requestor.ts';
import { type WalletReport, walletReports } from '../core/wallet-token-event.ts';
import type { Hub } from '../ports.ts';
import { applyReport, type ReportedMark, type ReportResult, unknownToken } from './apply-report.ts';

/** The wallet or its device changed a token: lost and found, wiped, locked, deleted. */
export async function reportTokenEvent(
  hub: Hub,
  requestor: TokenRequestor,
  { virtualCardId, event, ...mark }: { virtualCardId: string; event: WalletReport } & ReportedMark,
): Promise<ReportResult> {
  const token = await hub.store.tokens.find(virtualCardId);
  if (token?.requestorId !== requestor.requestorId || token.state === 'ERASED') return unknownToken;
  return applyReport(hub, { token, event: walletReports[event], reporter: 'WALLET', mark });
}
