import type { optOutConsumer as onWire } from '@countermark/wire/d1/click-to-pay-v1/opt-out-consumer';
import type { OperationResult } from '@countermark/wire/d1/data/operation-result';
import type { ClickToPayProfile } from '../../core/click-to-pay.ts';
import type { Consumer } from '../../core/consumer.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { lockConsumer } from '../consumers/find-consumer.ts';
import type { D1Call, D1Result } from '../d1-call.ts';
import { D1Refusal, d1Change } from '../d1-change.ts';
import { type OperationToRecord, recordOperation } from '../recorded-operations/record-operation.ts';
import { recordedWhy } from '../recorded-operations/recorded-why.ts';
import { profilesInUse } from './profiles-in-use.ts';
import { changeEnrolment, queueRequest } from './queue-request.ts';
import { takenOn } from './taken-on.ts';

/** Takes a consumer out of every directory, with all cards and their tokens (Click to Pay API, opt-out). */
export function optOutConsumer(hub: Hub, call: D1Call<typeof onWire>): Promise<D1Result<typeof onWire>> {
  return d1Change(hub, tx => optOut(hub, tx, call));
}

async function optOut(
  hub: Hub,
  tx: Aggregates,
  { parameters, body, correlationId }: D1Call<typeof onWire>,
): Promise<OperationResult> {
  const consumer = await lockConsumer(tx, parameters);
  const profiles = await profilesInUse(tx, consumer.consumerKey);
  if (profiles.length === 0) throw new D1Refusal('CLICK_TO_PAY_PROFILE_NOT_FOUND');
  const operation = await queueConsumerRemoval(hub, tx, {
    consumer,
    profiles,
    operation: recordedWhy(body, correlationId),
  });
  return takenOn(operation);
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
