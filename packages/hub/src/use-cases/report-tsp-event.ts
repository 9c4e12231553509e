import { isBarredFrom } from '../core/card-on-file.ts';
import type { Token } from '../core/token.ts';
import type { TokenEvent } from '../core/token-life-cycle.ts';
import type { Hub } from '../ports.ts';
import { changeToken } from './change-token.ts';
import { type CallRefused, refuseCall } from './enrolment-result.ts';
import { notOnCardOnFile } from './report-token-event.ts';

/** What the TSP does to a token by itself, or an operator on its care portal. */
export const tspEvents = {
  ACTIVATE: { type: 'ACTIVATED' },
  SUSPEND: { type: 'SUSPENDED', by: 'TSP' },
  RESUME: { type: 'RESUMED', by: 'TSP' },
  DELETE: { type: 'DELETED', action: 'DELETE' },
} as const satisfies Record<string, TokenEvent>;

export type TspEvent = keyof typeof tspEvents;

/** Applies an event of the TSP: an activation ends the enrolment, the rest changes the set of suspenders or deletes. */
export async function reportTspEvent(
  hub: Hub,
  report: { virtualCardId: string; event: TspEvent },
): Promise<{ taken: true; token: Token } | CallRefused> {
  const token = await hub.store.tokens.find(report.virtualCardId);
  if (!token || token.state === 'ERASED') return refuseCall(119, 'Unknown token');
  const event = tspEvents[report.event];
  if (isBarredFrom(token, event)) return notOnCardOnFile;
  const change = await changeToken(hub, {
    virtualCardId: token.virtualCardId,
    event,
    source: 'TSP',
    correlationId: null,
  });
  return change.changed
    ? { taken: true, token: change.token }
    : refuseCall(change.code, `Not possible in state ${token.state}`);
}
