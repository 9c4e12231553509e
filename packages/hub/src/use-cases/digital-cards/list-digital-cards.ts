import type { listDigitalCards as listDigitalCardsV1 } from '@countermark/wire/d1/digital-card-v1/list-digital-cards';
import type { Hub } from '../../ports/hub.ts';
import { findCard } from '../cards/find-card.ts';
import { answered, type D1Call, type D1Result, refused } from '../d1-call.ts';
import { pageOf } from '../page.ts';
import { digitalCard } from './digital-card.ts';

/** Digital Card API, list of a card: newest first, deleted ones too until they are forgotten. */
export async function listDigitalCards(
  hub: Hub,
  { parameters, query }: D1Call<typeof listDigitalCardsV1>,
): Promise<D1Result<typeof listDigitalCardsV1>> {
  const card = await findCard(hub.store, parameters);
  if (!card) return refused('CARD_NOT_FOUND');
  const tokens = await hub.store.tokens.ofCard(card.cardId);
  const { limit, offset } = pageOf(query);
  const shown = await Promise.all(tokens.reverse().map(token => digitalCard(hub, { token, card })));
  const digitalCards = shown.filter(entry => entry !== null).slice(offset, offset + limit);
  return answered({ digitalCards });
}
