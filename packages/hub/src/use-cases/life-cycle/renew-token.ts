import type { Token } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import { reportTspEvent } from './report-tsp-event.ts';

/**
 * Has a token go on after its expiry date, at a TSP whose renewals the hub starts: the TSP reports it as every other one
 * would. The same renewal reported twice is one.
 */
export async function renewToken(hub: Hub, token: Token): Promise<boolean> {
  const { virtualCardId, tspTokenId } = token;
  const { renewal } = tspOf(hub, token.tsp);
  if (!renewal) return false;
  const tokenExpiryDate = renewal.after(token.tokenExpiryDate);
  // Before the hub has it: cut short, it is done again, for the token stays due.
  await renewal.keep(tspTokenId, tokenExpiryDate);
  const eventId = `renewal to ${tokenExpiryDate}`;
  const result = await reportTspEvent(hub, { virtualCardId, event: 'RENEW', eventId, tokenExpiryDate });
  return result.taken;
}
