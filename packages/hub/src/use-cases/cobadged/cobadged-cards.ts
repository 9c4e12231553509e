import type { Card } from '../../core/card.ts';
import type { Aggregates } from '../../ports/store.ts';

/** The card a reference names, then what stands beside it on a cobadged card; none when the issuer has no such card. */
export async function cobadgedCards(
  { cards }: Pick<Aggregates, 'cards'>,
  reference: { issuerId: string; issuerCardRefId: string },
): Promise<Card[]> {
  const primary = await cards.findByReference({ ...reference, badge: 'PRIMARY' });
  if (primary) return [primary, ...(await cards.auxiliariesOf(primary.cardId))];
  const auxiliary = await cards.findByReference({ ...reference, badge: 'AUXILIARY' });
  const beside = auxiliary?.primaryCardId ? await cards.find(auxiliary.primaryCardId) : null;
  if (!auxiliary || !beside) return [];
  const others = await cards.auxiliariesOf(beside.cardId);
  return [auxiliary, beside, ...others.filter(({ cardId }) => cardId !== auxiliary.cardId)];
}
