import type { CardDetails } from '@countermark/wire/d1/data/card-details';
import { stateColour } from '../../output/colour.ts';
import { renderTable } from '../../output/table.ts';
import { inTable } from '../../output/time.ts';
import type { Terminal } from '../../terminal.ts';

/** Cards as the hub tells of them. */
export function renderCards(cards: readonly CardDetails[], { colour }: Terminal): string {
  if (cards.length === 0) return 'There is no card.';
  return renderTable(cards, {
    colour,
    columns: [
      { title: 'CARD', value: ({ cardId }) => cardId },
      { title: 'STATE', value: ({ state }) => state, colour: ({ state }) => stateColour(state) },
      { title: 'CONSUMER', value: ({ consumerId }) => consumerId },
      { title: 'PRODUCT', value: ({ cardProductId }) => cardProductId },
      { title: 'NUMBER', value: ({ last4 }) => `…${last4}` },
      { title: 'EXPIRES', value: ({ expiryDate }) => expiryDate },
      { title: 'CHANGED', value: ({ lastUpdateTime }) => inTable(lastUpdateTime) },
    ],
  });
}
