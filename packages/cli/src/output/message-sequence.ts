import type { ExchangeView } from '@countermark/wire/operator/exchange';
import type { Terminal } from '../terminal.ts';
import { renderTable } from './table.ts';
import { inTable } from './time.ts';

/** An aggregator calls in the name of an issuer. */
function whoIsThere({ peer, aggregatorId }: ExchangeView): string {
  return aggregatorId === undefined ? peer : `${peer} by ${aggregatorId}`;
}

/** Messages between the hub and its peers, one a line: `→` the hub called, `←` it was called. */
export function renderSequence(
  exchanges: readonly ExchangeView[],
  { colour }: Pick<Terminal, 'colour'>,
): string {
  return renderTable(exchanges, {
    colour,
    columns: [
      { title: 'TIME', value: ({ startedAt }) => inTable(startedAt) },
      { title: '', value: ({ direction }) => (direction === 'outbound' ? '→' : '←') },
      { title: 'PEER', value: whoIsThere },
      { title: 'OPERATION', value: ({ operation }) => operation },
      {
        title: 'STATUS',
        value: ({ status }) => status ?? 'none',
        align: 'right',
        colour: ({ status }) => (status !== undefined && status < 400 ? 'green' : 'red'),
      },
      { title: 'MS', value: ({ duration }) => duration, align: 'right' },
      { title: 'FAILURE', value: ({ failure }) => failure },
    ],
  });
}
