import { createHash } from 'node:crypto';
import { type D1ProductId, sandboxPanPrefixes, testPan } from '../test-cards.ts';

/** One of a scenario's cards. */
export const cardNames = ['a', 'b', 'c'] as const;
export type CardName = (typeof cardNames)[number];

/** What the end of a consumer's id makes the issuer know of them. */
export const consumerKinds = ['usual', 'nomail', 'unknown'] as const;
export type ConsumerKind = (typeof consumerKinds)[number];

/** What the scenarios of one seed share with nobody: ids of cards and consumers, and card numbers. */
export interface D1Cast {
  product: D1ProductId;
  cardId(card: CardName): string;
  consumerId(kind?: ConsumerKind): string;
  pan(card: CardName): string;
}

/**
 * @param scenario.ending last digits of card a's number, for what a directory treats specially
 */
export function d1CastOf(scenario: {
  id: string;
  seed: string;
  product: D1ProductId;
  ending?: string | undefined;
}): D1Cast {
  const { id, seed, product, ending } = scenario;
  const mark = createHash('sha256').update(`${seed}/${id}`).digest('hex').slice(0, 8);
  const name = `${id.replaceAll(/[^A-Za-z0-9]/g, '-')}-${mark}`;
  return {
    product,
    cardId: card => `${name}-${card}`,
    consumerId: (kind = 'usual') => (kind === 'usual' ? name : `${name}-${kind}`),
    pan(card) {
      const prefix = sandboxPanPrefixes[product];
      const chosen = `${seed}/${id}/${card}`;
      return testPan({ prefix, seed: chosen, ...(card === 'a' && ending !== undefined && { ending }) });
    },
  };
}
