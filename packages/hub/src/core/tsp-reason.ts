import type { TokenEvent } from './token-life-cycle.ts';
import type { TokenSource } from './token-source.ts';

/** Why a token's state changes, in the words of the TSP API (updateTokenState). */
export const tspReasons = [
  'USER',
  'ISSUER',
  'LOST',
  'STOLEN',
  'FOUND',
  'FRAUD',
  'ACCOUNT_CLOSED',
  'WALLET',
] as const;
export type TspReason = (typeof tspReasons)[number];

/** What issuers give as `reason` of updateCardState. */
const issuerReasons: Readonly<Record<number, TspReason>> = {
  11: 'USER',
  21: 'ISSUER',
  31: 'LOST',
  32: 'STOLEN',
  131: 'FOUND',
};

const sourceReasons: Readonly<Record<TokenSource, TspReason | null>> = {
  ISSUER: 'ISSUER',
  WALLET: 'WALLET',
  TSP: null,
};

/** The reason a TSP is given for a change: the one of the issuer where it gave one, else whoever started it. */
export function tspReason(change: {
  event: TokenEvent;
  source: TokenSource;
  reason?: number | null;
}): TspReason | null {
  const { event, source, reason } = change;
  if ('by' in event && event.by === 'CARDHOLDER') return 'USER';
  return issuerReasons[reason ?? 0] ?? sourceReasons[source];
}
