import type { listConsumerCards as listConsumerCardsV2 } from '@countermark/wire/d1/consumer-v2/list-consumer-cards';
import type { Hub } from '../../ports/hub.ts';
import { cardDetails } from '../cards/card-details.ts';
import { answered, type D1Call, type D1Result, refused } from '../d1-call.ts';
import { pageOf } from '../page.ts';
import { findConsumer } from './find-consumer.ts';

/** Consumer API, list cards: newest first, those that are over too, as long as their cardId is no other card's. */
export async function listConsumerCards(
  hub: Hub,
  { parameters, query }: D1Call<typeof listConsumerCardsV2>,
): Promise<D1Result<typeof listConsumerCardsV2>> {
  const consumer = await findConsumer(hub.store, parameters);
  if (!consumer) return refused('CONSUMER_NOT_FOUND');
  const cards = await hub.store.cards.ofConsumer(consumer.consumerKey, pageOf(query));
  return answered({ cards: await Promise.all(cards.map(card => cardDetails(hub, card))) });
}
