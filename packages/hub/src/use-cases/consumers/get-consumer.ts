import type { getConsumer as getConsumerV2 } from '@countermark/wire/d1/consumer-v2/get-consumer';
import { wireDate } from '@countermark/wire/d1/dates';
import type { Hub } from '../../ports/hub.ts';
import { answered, type D1Call, type D1Result, refused } from '../d1-call.ts';
import { findConsumer } from './find-consumer.ts';
import { openPersonalInformation } from './personal-information.ts';

/** Consumer API, get: what the hub keeps of a consumer. */
export async function getConsumer(
  hub: Hub,
  { parameters }: D1Call<typeof getConsumerV2>,
): Promise<D1Result<typeof getConsumerV2>> {
  const consumer = await findConsumer(hub.store, parameters);
  if (!consumer) return refused('CONSUMER_NOT_FOUND');
  const personalInformation = openPersonalInformation(hub.vault, consumer);
  return answered({
    consumerId: consumer.consumerId,
    state: consumer.state,
    ...(personalInformation && { personalInformation }),
    creationTime: wireDate(consumer.createdAt),
    lastUpdateTime: wireDate(consumer.updatedAt),
  });
}
