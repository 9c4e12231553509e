import type { Exchange } from '../ports/aggregates/exchanges.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';

/** What is known of a message when it leaves; the body is masked already. */
export type SentMessage = Pick<Exchange, 'peer' | 'operation' | 'correlationId' | 'request'>;

/** What came back; the body is masked already. */
export type ExchangeOutcome = Pick<Exchange, 'status' | 'response' | 'failure'>;

/** Begins the record of one message to a peer; the function it gives completes and keeps it. Neither ever fails. */
export type OutboundLog = (message: SentMessage) => (outcome: ExchangeOutcome) => Promise<void>;

/**
 * The exchange log of what the hub says. What goes wrong with the log goes to `report` and never to whoever speaks.
 */
export function outboundLog(parts: {
  clock: Clock;
  ids: Pick<Ids, 'uuid'>;
  record: (exchange: Exchange) => Promise<void>;
  report: (fault: unknown) => void;
}): OutboundLog {
  const { clock, ids, record, report } = parts;
  return message => {
    const exchangeId = ids.uuid();
    const startedAt = clock.now();
    const begun = performance.now();
    return async outcome => {
      const duration = Math.round(performance.now() - begun);
      try {
        await record({ exchangeId, direction: 'outbound', ...message, startedAt, duration, ...outcome });
      } catch (fault) {
        report(fault);
      }
    };
  };
}
