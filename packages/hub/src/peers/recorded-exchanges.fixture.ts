import type { Exchange } from '../ports/aggregates/exchanges.ts';
import { type OutboundLog, outboundLog } from './exchange-log.ts';

/** An exchange log that keeps everything in memory. */
export function recordedExchanges(): { log: OutboundLog; exchanges: Exchange[] } {
  const exchanges: Exchange[] = [];
  const log = outboundLog({
    clock: { now: () => new Date('2026-11-22T02:45:00Z') },
    ids: { uuid: () => `0190f000-0000-7000-8000-${String(exchanges.length).padStart(12, '0')}` },
    record: async exchange => void exchanges.push(exchange),
    report: fault => {
      throw fault;
    },
  });
  return { log, exchanges };
}
