import type { Card } from './card.ts';

/**
 * Which side of a card: the one that every card has, international on a cobadged card, or the domestic one beside it.
 * Each has its own API at the issuer, and nothing that is done to one side is done to the other.
 */
export type Badge = 'PRIMARY' | 'AUXILIARY';

export function badgeOf(card: Pick<Card, 'primaryCardId'>): Badge {
  return card.primaryCardId === null ? 'PRIMARY' : 'AUXILIARY';
}
