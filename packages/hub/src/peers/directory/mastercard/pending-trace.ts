import type { CardAtDirectory } from '../../../ports/directory.ts';

/** What is asked about later: a batch, or a card of which something must still happen. */
export type PendingTrace = { kind: 'BATCH'; batchId: string } | ({ kind: 'CARD' } & CardAtDirectory);

/** As a text, to be kept. The identifiers hold no blank: the hub makes them, or they travel in a URL. */
export function writeTrace(trace: PendingTrace): string {
  return trace.kind === 'BATCH'
    ? `BATCH ${trace.batchId}`
    : `CARD ${trace.externalConsumerId} ${trace.externalCardId}`;
}

export function readTrace(text: string): PendingTrace {
  const [kind, first = '', second = ''] = text.split(' ');
  return kind === 'BATCH'
    ? { kind, batchId: first }
    : { kind: 'CARD', externalConsumerId: first, externalCardId: second };
}
