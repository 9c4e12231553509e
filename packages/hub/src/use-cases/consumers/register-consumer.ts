import type { registerConsumer as registerConsumerV1 } from '@countermark/wire/d1/consumer-v1/register-consumer';
import type { registerConsumer as registerConsumerV2 } from '@countermark/wire/d1/consumer-v2/register-consumer';
import type { Hub } from '../../ports/hub.ts';
import { type D1Call, type D1Result, done } from '../d1-call.ts';
import { d1Change } from '../d1-change.ts';
import { keepConsumer } from './keep-consumer.ts';

/** Consumer API v2, register: makes a consumer, or replaces all that is known of it. */
export async function registerConsumer(
  hub: Hub,
  { issuer, parameters, body, correlationId }: D1Call<typeof registerConsumerV2>,
): Promise<D1Result<typeof registerConsumerV2>> {
  const { issuerId } = issuer;
  const { consumerId } = parameters;
  const { personalInformation = null } = body;
  const change = await d1Change(hub, tx =>
    keepConsumer(hub, tx, { issuerId, consumerId, personalInformation, correlationId }),
  );
  return change.ok ? done : change;
}

/** Consumer API v1, register: it has no word for what is known of a consumer, which stays. */
export async function registerConsumerByName(
  hub: Hub,
  { issuer, parameters, correlationId }: D1Call<typeof registerConsumerV1>,
): Promise<D1Result<typeof registerConsumerV1>> {
  const { issuerId } = issuer;
  const { consumerId } = parameters;
  const change = await d1Change(hub, tx => keepConsumer(hub, tx, { issuerId, consumerId, correlationId }));
  return change.ok ? done : change;
}
