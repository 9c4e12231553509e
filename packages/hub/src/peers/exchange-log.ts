import type { Exchange } from '../ports/aggregates/exchanges.ts';
import type { Clock } from '../ports/clock.ts';
import type { Hub } from '../ports/hub.ts';
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
    const measured = measure({ clock, ids });
    return async outcome => {
      try {
        await record({ direction: 'outbound', ...message, ...outcome, ...measured() });
      } catch (fault) {
        report(fault);
      }
    };
  };
}

/** A call the hub answered; the bodies are masked already. */
export type AnsweredCall = Omit<Exchange, keyof Measured | 'direction' | 'failure'>;

/** Begins the record of one call from a peer; the function it gives completes and keeps it. */
export function beginInbound({ clock, ids, record }: Pick<Hub, 'clock' | 'ids' | 'record'>) {
  const measured = measure({ clock, ids });
  return (call: AnsweredCall): Promise<void> =>
    record({ direction: 'inbound', ...call, failure: null, ...measured() });
}

type Measured = Pick<Exchange, 'exchangeId' | 'startedAt' | 'duration'>;

/** Takes the time, in milliseconds, until the function it gives is called. */
function measure({ clock, ids }: { clock: Clock; ids: Pick<Ids, 'uuid'> }): () => Measured {
  const exchangeId = ids.uuid();
  const startedAt = clock.now();
  const begun = performance.now();
  return () => ({ exchangeId, startedAt, duration: Math.round(performance.now() - begun) });
}
