import type { Consumer } from '../../core/consumer.ts';
import type { Aggregates } from '../../ports/store.ts';
import { type D1Refused, refused } from '../d1-call.ts';

/** The consumer that the issuer names, held until the transaction ends; refused when there never was one, or is no more. */
export async function findConsumer(
  tx: Pick<Aggregates, 'consumers'>,
  name: { issuerId: string; consumerId: string },
): Promise<{ ok: true; consumer: Consumer } | D1Refused> {
  const found = await tx.consumers.findNewest(name);
  const consumer = found && (await tx.consumers.lock(found.consumerKey));
  if (!consumer) return refused('CONSUMER_NOT_FOUND');
  return consumer.state === 'ACTIVE' ? { ok: true, consumer } : refused('INVALID_STATE');
}
