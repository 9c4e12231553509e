import type { updateConsumer as onWire } from '@countermark/wire/d1/click-to-pay-v1/update-consumer';
import type { OperationResult } from '@countermark/wire/d1/data/operation-result';
import type { ClickToPayProfile } from '../../core/click-to-pay.ts';
import type { Consumer } from '../../core/consumer.ts';
import type { GivenProfileData } from '../../core/profile-data.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { lockConsumer } from '../consumers/find-consumer.ts';
import type { D1Call, D1Result } from '../d1-call.ts';
import { D1Refusal, d1Change } from '../d1-change.ts';
import { type OperationToRecord, recordOperation } from '../recorded-operations/record-operation.ts';
import { recordedWhy } from '../recorded-operations/recorded-why.ts';
import { profilesInUse } from './profiles-in-use.ts';
import { queueRequest } from './queue-request.ts';
import { takenOn } from './taken-on.ts';

/** Replaces the consumer in every directory that has a profile (Click to Pay API, update consumer). */
export function updateConsumer(hub: Hub, call: D1Call<typeof onWire>): Promise<D1Result<typeof onWire>> {
  return d1Change(hub, tx => update(hub, tx, call));
}

async function update(
  hub: Hub,
  tx: Aggregates,
  { parameters, body, correlationId }: D1Call<typeof onWire>,
): Promise<OperationResult> {
  const consumer = await lockConsumer(tx, parameters);
  const profiles = await profilesInUse(tx, consumer.consumerKey);
  if (profiles.length === 0) throw new D1Refusal('CLICK_TO_PAY_PROFILE_NOT_FOUND');
  const { consumerInfo, billingAddress = null } = body;
  const operation = await queueConsumerUpdate(hub, tx, {
    consumer,
    profiles,
    data: { consumerInfo, cardholderName: null, billingAddress },
    operation: recordedWhy(body, correlationId),
  });
  return takenOn(operation);
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
