import { type IncomingHeaders, readHeader } from '../issuer-gateway/headers.ts';
import type { Refusal } from '../reading.ts';

/** Of the health check, which belongs to no session and so has no correlation id. */
export const requestIdHeader = 'x-request-id';

/** Of transaction notifications: the kind of wallet that paid. */
export const walletIndicatorHeader = 'x-wallet-indicator';

/** What `x-wallet-indicator` says: 1 Apple, 2 Google, 3 Samsung, 4 Huawei, 5 an issuer's own HCE wallet; others may come. */
const walletIndicatorField = { name: walletIndicatorHeader, shape: /^[0-9]{1,3}$/ };

/** Reads the wallet indicator, which may be absent. */
export function readWalletIndicator(
  headers: IncomingHeaders,
): { ok: true; walletIndicator: number | null } | Refusal {
  if (headers[walletIndicatorHeader] === undefined) return { ok: true, walletIndicator: null };
  const text = readHeader(headers, walletIndicatorField);
  return typeof text === 'string' ? { ok: true, walletIndicator: Number(text) } : text;
}
