import type { updateConsumer as updateConsumerV2 } from '@countermark/wire/d1/consumer-v2/update-consumer';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { updateProfiles } from '../click-to-pay/cascades.ts';
import { type D1Call, type D1Result, done } from '../d1-call.ts';
import { d1Change } from '../d1-change.ts';
import { recordOperation } from '../recorded-operations/record-operation.ts';
import { lockConsumer } from './find-consumer.ts';
import { keepsPersonalInformation } from './keeps-personal-information.ts';
import { openPersonalInformation, sealPersonalInformation } from './personal-information.ts';

/**
 * Consumer API, update: the members that are sent replace those that were known, the others stay. Click to Pay directories
 * are told.
 */
export async function updateConsumer(
  hub: Hub,
  call: D1Call<typeof updateConsumerV2>,
): Promise<D1Result<typeof updateConsumerV2>> {
  const change = await d1Change(hub, tx => update(hub, tx, call));
  return change.ok ? done : change;
}

async function update(
  hub: Hub,
  tx: Aggregates,
  { issuer, parameters, body, correlationId }: D1Call<typeof updateConsumerV2>,
): Promise<void> {
  const { issuerId } = issuer;
  const { consumerId } = parameters;
  const consumer = await lockConsumer(tx, { issuerId, consumerId });
  const { consumerKey } = consumer;
  const known = openPersonalInformation(hub.vault, consumer);
  const personalInformation = { ...known, ...body.personalInformation };
  const kept = (await keepsPersonalInformation(tx, issuerId)) ? personalInformation : null;
  await tx.consumers.save({
    ...consumer,
    sealedPersonalInformation: sealPersonalInformation(hub.vault, consumerKey, kept),
    updatedAt: hub.clock.now(),
  });
  await recordOperation(hub, tx, {
    issuerId,
    target: { kind: 'CONSUMER', key: consumerKey, id: consumerId },
    operation: 'UPDATE',
    issuerRequestId: correlationId,
    end: { status: 'SUCCESSFUL' },
  });
  const { billingAddress = null } = body.personalInformation;
  await updateProfiles(hub, tx, { consumer, personalInformation, billingAddress });
}
