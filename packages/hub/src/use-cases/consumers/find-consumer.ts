import type { Consumer } from '../../core/consumer.ts';
import type { ConsumerName } from '../../ports/aggregates/consumers.ts';
import type { Aggregates } from '../../ports/store.ts';
import { D1Refusal } from '../d1-change.ts';

/** The consumer an issuer names, deleted or not; of several that had the id the last one. */
export async function findConsumer(
  store: Pick<Aggregates, 'consumers'>,
  { issuerId, consumerId }: ConsumerName,
): Promise<Consumer | null> {
  const name = { issuerId, consumerId };
  return (await store.consumers.findActive(name)) ?? store.consumers.findNewest(name);
}

/** The consumer to be changed, its row held until the transaction ends; there is none, or it was deleted: refused. */
export async function lockConsumer(tx: Pick<Aggregates, 'consumers'>, name: ConsumerName): Promise<Consumer> {
  const found = await findConsumer(tx, name);
  const consumer = found && (await tx.consumers.lock(found.consumerKey));
  if (!consumer) throw new D1Refusal('CONSUMER_NOT_FOUND');
  if (consumer.state !== 'ACTIVE') throw new D1Refusal('INVALID_STATE');
  return consumer;
}
