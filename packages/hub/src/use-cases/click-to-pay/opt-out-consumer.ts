import type { optOutConsumer as onWire } from '@countermark/wire/d1/click-to-pay-v1/opt-out-consumer';
import type { ClickToPayProfile } from '../../core/click-to-pay.ts';
import type { Consumer } from '../../core/consumer.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { answered, type D1Call, type D1Result, refused } from '../d1-call.ts';
import { type OperationToRecord, recordOperation } from '../recorded-operations/record-operation.ts';
import { findConsumer } from './find-consumer.ts';
import { profilesInUse } from './profiles-in-use.ts';
import { changeEnrolment, queueRequest } from './queue-request.ts';
import { askedBy, takeCall } from './take-call.ts';

/** Takes a consumer out of every directory, with all cards and their tokens (Click to Pay API, opt-out). */
export function optOutConsumer(hub: Hub, call: D1Call<typeof onWire>): Promise<D1Result<typeof onWire>> {
  return takeCall(hub, tx => optOut(hub, tx, call));
}

async function optOut(
  hub: Hub,
  tx: Aggregates,
  call: D1Call<typeof onWire>,
): Promise<D1Result<typeof onWire>> {
  const { issuer, parameters } = call;
  const { issuerId } = issuer;
  const found = await findConsumer(tx, { issuerId, consumerId: parameters.consumerId });
  if (!found.ok) return found;
  const profiles = await profilesInUse(tx, found.consumer.consumerKey);
  if (profiles.length === 0) return refused('CLICK_TO_PAY_PROFILE_NOT_FOUND');
  const { operationId, status } = await queueConsumerRemoval(hub, tx, {
    consumer: found.consumer,
    profiles,
    operation: askedBy(call),
  });
  return answered({ operationId, status });
}

/** One operation, which ends when no directory has the consumer any more. */
export async function queueConsumerRemoval(
  hub: Pick<Hub, 'ids' | 'clock' | 'vault'>,
  tx: Aggregates,
  asked: {
    consumer: Consumer;
    profiles: readonly ClickToPayProfile[];
    operation: Pick<OperationToRecord, 'issuerRequestId' | 'reason' | 'reasonCode'>;
  },
) {
  const { consumer, profiles } = asked;
  const { issuerId, consumerKey } = consumer;
  const operation = await recordOperation(hub, tx, {
    ...asked.operation,
    issuerId,
    target: { kind: 'CONSUMER', key: consumerKey, id: consumer.consumerId },
    operation: 'CLICK_TO_PAY_OPT_OUT',
  });
  const { operationId } = operation;
  for (const { directory } of profiles) {
    const request = { consumerKey, directory, issuerId, cardId: null, operationId };
    await queueRequest(hub, tx, { ...request, kind: 'REMOVE_CONSUMER' });
    for (const enrolment of await tx.clickToPay.enrolmentsOf({ consumerKey, directory }))
      await changeEnrolment(hub, tx, enrolment, 'LEAVE');
  }
  return operation;
}
