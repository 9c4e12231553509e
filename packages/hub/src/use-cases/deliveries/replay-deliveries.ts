import type { ReplaySelection } from '../../ports/aggregates/deliveries.ts';
import type { Hub } from '../../ports/hub.ts';

export interface ReplayReport {
  replayed: number;
  /** Not sent again: a later one of their queue was delivered, or is being sent. */
  overtaken: number;
  /** The first of those. */
  overtakenIds: string[];
}

/** Queues locked at a time: a few milliseconds, during which changes to be told there wait. */
const queuesAtOnce = 500;

/** How many ids a report names. */
const namedInReport = 100;

/**
 * Sends again what was delivered or parked, oldest first in each queue, body and ids unchanged; retries and giving up
 * begin anew. One that a later delivered change has overtaken is left alone unless that is sent again as well, or the
 * operator insists.
 */
export async function replayDeliveries(
  hub: Pick<Hub, 'store' | 'clock' | 'wake'>,
  selection: ReplaySelection,
  overtaken: 'REFUSE' | 'SEND',
): Promise<ReplayReport> {
  const report: ReplayReport = { replayed: 0, overtaken: 0, overtakenIds: [] };
  let after = '';
  for (;;) {
    const queues = await hub.store.deliveries.queuesToReplay(selection, { after, limit: queuesAtOnce });
    const last = queues.at(-1);
    if (last === undefined) return report;
    after = last;
    const now = hub.clock.now();
    const { replayed, overtakenIds } = await hub.store.transaction(tx =>
      tx.deliveries.replay(queues, { selection, overtaken, now }),
    );
    report.replayed += replayed;
    report.overtaken += overtakenIds.length;
    report.overtakenIds = [...report.overtakenIds, ...overtakenIds].slice(0, namedInReport);
    hub.wake.deliveries();
  }
}
