import type { deleteConsumer as deleteConsumerV2 } from '@countermark/wire/d1/consumer-v2/delete-consumer';
import type { Consumer } from '../../core/consumer.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { removeCard } from '../cards/remove-card.ts';
import { optOutDeletedConsumer } from '../click-to-pay/cascades.ts';
import { type D1Call, type D1Result, done } from '../d1-call.ts';
import { d1Change } from '../d1-change.ts';
import { recordOperation } from '../recorded-operations/record-operation.ts';
import { recordedWhy } from '../recorded-operations/recorded-why.ts';
import { lockConsumer } from './find-consumer.ts';

/** Consumer API, delete: the consumer's cards go with it, and what is known of it. That it was one stays known. */
export async function deleteConsumer(
  hub: Hub,
  call: D1Call<typeof deleteConsumerV2>,
): Promise<D1Result<typeof deleteConsumerV2>> {
  const { issuer, parameters, body, correlationId } = call;
  const { issuerId } = issuer;
  const { consumerId } = parameters;
  const why = recordedWhy(body, correlationId);
  const change = await d1Change(hub, async tx => {
    const consumer = await lockConsumer(tx, { issuerId, consumerId });
    await removeCards(hub, tx, { consumer, why });
    await tx.consumers.save({
      ...consumer,
      state: 'DELETED',
      sealedPersonalInformation: null,
      updatedAt: hub.clock.now(),
    });
    await recordOperation(hub, tx, {
      issuerId,
      target: { kind: 'CONSUMER', key: consumer.consumerKey, id: consumerId },
      operation: 'DELETE',
      ...why,
      end: { status: 'SUCCESSFUL' },
    });
    await optOutDeletedConsumer(hub, tx, consumer);
  });
  return change.ok ? done : change;
}

/** Its row is locked: no card comes to it meanwhile; one may have gone to somebody else. */
async function removeCards(
  hub: Hub,
  tx: Aggregates,
  { consumer, why }: { consumer: Consumer; why: Parameters<typeof removeCard>[2]['why'] },
): Promise<void> {
  const cards = await tx.cards.liveOfConsumer(consumer.consumerKey);
  for (const { cardId } of cards) {
    const card = await tx.cards.lock(cardId);
    if (card?.holder?.consumerKey === consumer.consumerKey) await removeCard(hub, tx, { card, why });
  }
}
