import type { TokenAction } from './token.ts';
import type { TokenEvent } from './token-life-cycle.ts';
import type { TspTraits } from './tsp-traits.ts';

/** What a token requestor reports of a token or its device, as data: the report and the event it stands for. */
export const walletReports = {
  DEVICE_LOST: { type: 'SUSPENDED', by: 'TOKEN_REQUESTOR' },
  DEVICE_FOUND: { type: 'RESUMED', by: 'TOKEN_REQUESTOR' },
  DEVICE_WIPED: { type: 'DELETED', action: 'DELETE' },
  SUSPENDED_BY_CARDHOLDER: { type: 'SUSPENDED', by: 'CARDHOLDER' },
  RESUMED_BY_CARDHOLDER: { type: 'RESUMED', by: 'CARDHOLDER' },
  PIN_LOCKED: { type: 'SUSPENDED', by: 'MOBILE_PIN_LOCKED' },
  PIN_UNLOCKED: { type: 'RESUMED', by: 'MOBILE_PIN_LOCKED' },
  DELETED_IN_WALLET: { type: 'DELETED', action: 'DELETE' },
} as const satisfies Record<string, WalletTokenEvent>;

export type WalletReport = keyof typeof walletReports;

/** What a wallet can have done. */
export type WalletTokenEvent = Extract<TokenEvent, { type: 'SUSPENDED' | 'RESUMED' | 'DELETED' }>;

/** The name under which the issuer is told when it could not be carried out. */
export function actionOf(event: WalletTokenEvent): TokenAction {
  if (event.type === 'DELETED') return event.action;
  return event.type === 'SUSPENDED' ? 'SUSPEND' : 'RESUME';
}

/** What a report means for a token of this TSP: not every deletion in the wallet app is final. */
export function walletEvent(report: WalletReport, traits: TspTraits): WalletTokenEvent {
  return report === 'DELETED_IN_WALLET'
    ? { type: 'DELETED', action: traits.deletionInApp }
    : walletReports[report];
}
