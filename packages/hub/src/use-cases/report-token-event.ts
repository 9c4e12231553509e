import { isBarredFrom } from '../core/card-on-file.ts';
import type { Token } from '../core/token.ts';
import type { TokenRequestor } from '../core/token-requestor.ts';
import { type WalletReport, walletReports } from '../core/wallet-token-event.ts';
import type { Hub } from '../ports.ts';
import { changeToken } from './change-token.ts';
import { type CallRefused, refuseCall } from './enrolment-result.ts';

export const notOnCardOnFile = refuseCall(
  432,
  'A card-on-file token is suspended by its requestor or issuer only',
);

/** The wallet or its device changed a token: lost and found, wiped, locked, deleted. */
export async function reportTokenEvent(
  hub: Hub,
  requestor: TokenRequestor,
  report: { virtualCardId: string; event: WalletReport },
): Promise<{ taken: true; token: Token } | CallRefused> {
  const token = await hub.store.tokens.find(report.virtualCardId);
  if (token?.requestorId !== requestor.requestorId || token.state === 'ERASED') {
    return refuseCall(119, 'Unknown token');
  }
  const event = walletReports[report.event];
  if (isBarredFrom(token, event)) return notOnCardOnFile;
  const change = await changeToken(hub, {
    virtualCardId: token.virtualCardId,
    event,
    source: 'WALLET',
    correlationId: null,
  });
  return change.changed
    ? { taken: true, token: change.token }
    : refuseCall(change.code, `Not possible in state ${token.state}`);
}
