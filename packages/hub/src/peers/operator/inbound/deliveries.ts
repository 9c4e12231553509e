import { closedObject } from '@countermark/wire/operator/closed-object';
import {
  type AttemptView,
  DeliveryDetails,
  DeliveryFilter,
  DeliveryId,
  DeliveryList,
  type DeliveryView,
  ReplayDeliveries,
  ReplayReport,
} from '@countermark/wire/operator/delivery';
import { defaultLimit } from '@countermark/wire/operator/elements';
import type { Delivery } from '../../../core/delivery.ts';
import type { KeptAttempt } from '../../../ports/aggregates/deliveries.ts';
import type { Hub } from '../../../ports/hub.ts';
import { replayDeliveries } from '../../../use-cases/deliveries/replay-deliveries.ts';
import { explainDelivery } from './explain-delivery.ts';
import { maskDelivery } from './mask-delivery.ts';
import { type Operation, operation } from './operation.ts';
import { ok, type Refused, refuse } from './outcome.ts';

export const deliveryOperations: readonly Operation[] = [
  operation({
    name: 'listDeliveries',
    method: 'GET',
    path: '/deliveries',
    query: DeliveryFilter,
    response: DeliveryList,
    async act({ hub, query: { since, ...filter } }) {
      const limit = Number(filter.limit ?? defaultLimit);
      const from = since === undefined ? {} : { since: new Date(since) };
      const deliveries = await hub.store.deliveries.list({ ...filter, ...from, limit });
      const next = deliveries.length < limit ? undefined : deliveries.at(-1)?.deliveryId;
      return ok({
        deliveries: deliveries.map(viewDelivery),
        ...(next !== undefined && { next }),
      } satisfies DeliveryList);
    },
  }),
  operation({
    name: 'getDelivery',
    method: 'GET',
    path: '/deliveries/:deliveryId',
    params: closedObject({ deliveryId: DeliveryId }),
    response: DeliveryDetails,
    async act({ hub, params: { deliveryId } }) {
      const delivery = await hub.store.deliveries.find(deliveryId);
      if (!delivery) return refuse('not-found', `There is no delivery ${deliveryId}.`);
      const attempts = await hub.store.deliveries.attempts(deliveryId);
      return ok({
        delivery: viewDelivery(delivery),
        attempts: attempts.map(viewAttempt),
      } satisfies DeliveryDetails);
    },
  }),
  operation({
    name: 'replayDeliveries',
    method: 'POST',
    path: '/deliveries/replay',
    body: ReplayDeliveries,
    response: ReplayReport,
    async act({ hub, body }) {
      const refusal = await findRefusal(hub, body);
      if (refusal) return refusal;
      const { since, overtaken = 'REFUSE', ...selection } = body;
      const from = since === undefined ? {} : { since: new Date(since) };
      return ok(await replayDeliveries(hub, { ...selection, ...from }, overtaken));
    },
  }),
];

async function findRefusal(
  hub: Hub,
  { deliveryIds, state, since }: ReplayDeliveries,
): Promise<Refused | null> {
  if (deliveryIds === undefined && state === undefined && since === undefined) {
    return refuse('missing-parameter', 'Say what to replay: deliveryIds, state or since.');
  }
  for (const deliveryId of deliveryIds ?? []) {
    if (await hub.store.deliveries.find(deliveryId)) continue;
    return refuse('unknown-reference', `There is no delivery ${deliveryId}.`, 'deliveryIds');
  }
  return null;
}

/** A delivery as the operator sees it, its body masked. */
export function viewDelivery(delivery: Delivery): DeliveryView {
  const { virtualCardId, parameters, nextAttemptAt, settledAt } = delivery;
  return {
    deliveryId: delivery.deliveryId,
    issuerId: delivery.issuerId,
    queueId: delivery.queueId,
    ...(virtualCardId !== null && { virtualCardId }),
    sequence: delivery.sequence,
    operation: delivery.operation,
    correlationId: delivery.correlationId,
    state: delivery.state,
    attempts: delivery.attempts,
    createdAt: delivery.createdAt.toISOString(),
    ...(settledAt && { settledAt: settledAt.toISOString() }),
    ...(nextAttemptAt && { nextAttemptAt: nextAttemptAt.toISOString() }),
    explanation: explainDelivery(delivery),
    ...(parameters !== null && { parameters }),
    body: maskDelivery(delivery),
  };
}

function viewAttempt({ startedAt, duration, status, code, failure, late, number }: KeptAttempt): AttemptView {
  return {
    number,
    startedAt: startedAt.toISOString(),
    duration: Math.round(duration),
    ...(status !== null && { status }),
    ...(code !== null && { code }),
    ...(failure !== null && { failure }),
    ...(late && { late: { status: late.status, after: Math.round(late.after) } }),
  };
}
