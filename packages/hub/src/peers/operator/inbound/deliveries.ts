import { maskMessage } from '@countermark/wire/issuer-gateway/masking';
import { DeliveryFilter, DeliveryList, type DeliveryView } from '@countermark/wire/operator/delivery';
import { defaultLimit } from '@countermark/wire/operator/elements';
import type { Delivery } from '../../../core/delivery.ts';
import { type Operation, operation } from './operation.ts';
import { ok } from './outcome.ts';

export const deliveryOperations: readonly Operation[] = [
  operation({
    name: 'listDeliveries',
    method: 'GET',
    path: '/deliveries',
    query: DeliveryFilter,
    response: DeliveryList,
    async act({ hub, query }) {
      const limit = Number(query.limit ?? defaultLimit);
      const deliveries = await hub.store.deliveries.list({ ...query, limit });
      return ok({ deliveries: deliveries.map(viewDelivery) } satisfies DeliveryList);
    },
  }),
];

/** A delivery as the operator sees it: its body holds what was sealed for the issuer, so it is masked. */
export function viewDelivery(delivery: Delivery): DeliveryView {
  const { nextAttemptAt, settledAt } = delivery;
  return {
    deliveryId: delivery.deliveryId,
    issuerId: delivery.issuerId,
    virtualCardId: delivery.virtualCardId,
    sequence: delivery.sequence,
    operation: delivery.operation,
    correlationId: delivery.correlationId,
    state: delivery.state,
    attempts: delivery.attempts,
    createdAt: delivery.createdAt.toISOString(),
    ...(settledAt && { settledAt: settledAt.toISOString() }),
    ...(nextAttemptAt && { nextAttemptAt: nextAttemptAt.toISOString() }),
    body: maskMessage(delivery.operation, 'request', delivery.body),
  };
}
