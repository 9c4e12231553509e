import type { updateConsumer as onWire } from '@countermark/wire/d1/click-to-pay-v1/update-consumer';
import type { ClickToPayProfile } from '../../core/click-to-pay.ts';
import type { Consumer } from '../../core/consumer.ts';
import type { GivenProfileData } from '../../core/profile-data.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { answered, type D1Call, type D1Result, refused } from '../d1-call.ts';
import { type OperationToRecord, recordOperation } from '../recorded-operations/record-operation.ts';
import { findConsumer } from './find-consumer.ts';
import { profilesInUse } from './profiles-in-use.ts';
import { queueRequest } from './queue-request.ts';
import { askedBy, takeCall } from './take-call.ts';

/** Replaces the consumer in every directory that has a profile (Click to Pay API, update consumer). */
export function updateConsumer(hub: Hub, call: D1Call<typeof onWire>): Promise<D1Result<typeof onWire>> {
  return takeCall(hub, tx => update(hub, tx, call));
}

async function update(
  hub: Hub,
  tx: Aggregates,
  call: D1Call<typeof onWire>,
): Promise<D1Result<typeof onWire>> {
  const { issuer, parameters, body } = call;
  const { issuerId } = issuer;
  const found = await findConsumer(tx, { issuerId, consumerId: parameters.consumerId });
  if (!found.ok) return found;
  const profiles = await profilesInUse(tx, found.consumer.consumerKey);
  if (profiles.length === 0) return refused('CLICK_TO_PAY_PROFILE_NOT_FOUND');
  const { consumerInfo, billingAddress = null } = body;
  const { operationId, status } = await queueConsumerUpdate(hub, tx, {
    consumer: found.consumer,
    profiles,
    data: { consumerInfo, cardholderName: null, billingAddress },
    operation: askedBy(call),
  });
  return answered({ operationId, status });
}

/** One operation, which ends when every directory has the new data; a billing address is that of all cards. */
export async function queueConsumerUpdate(
  hub: Pick<Hub, 'ids' | 'clock' | 'vault'>,
  tx: Aggregates,
  asked: {
    consumer: Consumer;
    profiles: readonly ClickToPayProfile[];
    data: GivenProfileData;
    operation: Pick<OperationToRecord, 'issuerRequestId' | 'reason' | 'reasonCode'>;
  },
) {
  const { consumer, profiles, data } = asked;
  const { issuerId, consumerKey } = consumer;
  const operation = await recordOperation(hub, tx, {
    ...asked.operation,
    issuerId,
    target: { kind: 'CONSUMER', key: consumerKey, id: consumer.consumerId },
    operation: 'CLICK_TO_PAY_UPDATE',
  });
  const { operationId } = operation;
  for (const { directory } of profiles) {
    const request = { consumerKey, directory, issuerId, cardId: null, operationId };
    await queueRequest(hub, tx, { ...request, kind: 'UPDATE_CONSUMER', data });
    if (data.billingAddress !== null) {
      const address = { ...data, consumerInfo: null };
      await queueRequest(hub, tx, { ...request, kind: 'UPDATE_CARDS', data: address });
    }
  }
  return operation;
}
