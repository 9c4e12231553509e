import type { Consumer } from '../../core/consumer.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { findConsumer, lockConsumer } from './find-consumer.ts';
import { type ConsumerToKeep, keepConsumer } from './keep-consumer.ts';

/**
 * The consumer for whom a card is registered, made if nobody ever had the id. One who was deleted gets no new card: whoever
 * wants to use the id again registers the consumer first (D1 model, cascade).
 */
export async function keepConsumerOfCard(
  hub: Pick<Hub, 'clock' | 'ids' | 'vault'>,
  tx: Aggregates,
  told: Omit<ConsumerToKeep, 'personalInformation'>,
): Promise<Consumer> {
  const known = await findConsumer(tx, told);
  return known ? lockConsumer(tx, told) : keepConsumer(hub, tx, told);
}
