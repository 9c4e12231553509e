import { type Selectable, sql } from 'kysely';
import type { Delivery } from '../core/delivery.ts';
import type { DeliveryStore } from '../ports.ts';
import { toDocument } from './documents.ts';
import type { Handle } from './handle.ts';
import type { DeliveryTable } from './schema.ts';

export function deliveryStore(db: Handle): DeliveryStore {
  return {
    async insert(delivery) {
      await db.insertInto('delivery').values(toRow(delivery)).execute();
    },

    /**
     * A delivery under lease is still PENDING, so it goes on holding back its successors; rows another worker looks at
     * are passed over, not waited for.
     */
    async claim(now, { until, limit }) {
      const { rows } = await sql<Selectable<DeliveryTable>>`
        with due as materialized (
          select delivery_id from delivery
          where state = 'PENDING' and next_attempt_at <= ${now} and (lease_until is null or lease_until <= ${now})
            and not exists (
              select from delivery earlier
              where earlier.state = 'PENDING' and earlier.virtual_card_id = delivery.virtual_card_id
                and earlier.delivery_id < delivery.delivery_id
            )
          order by next_attempt_at, delivery_id
          limit ${limit}
          for no key update of delivery skip locked
        ), claimed as (
          update delivery set lease_until = ${until} from due
          where delivery.delivery_id = due.delivery_id
          returning delivery.*
        )
        select * from claimed order by delivery_id`.execute(db);
      return rows.map(fromRow);
    },

    /**
     * Only a PENDING delivery changes: the late failure of a worker that outlived its lease does not undo what its
     * successor achieved. The attempt is kept either way.
     *
     * What stands behind the delivery gets its time: not due before it, or every claim would read the whole queue of an
     * issuer that is away; due at once when it is out of the way.
     */
    async settle(delivery, attempt) {
      const { time, outOfStep } =
        delivery.state === 'PENDING'
          ? { time: delivery.nextAttemptAt, outOfStep: sql`<` }
          : { time: attempt.startedAt, outOfStep: sql`>` };
      await sql`
        with made as (
          insert into delivery_attempt (delivery_id, number, started_at, duration, status, code, failure)
          values (${delivery.deliveryId}, ${attempt.number}, ${attempt.startedAt}, ${attempt.duration},
            ${attempt.status}, ${attempt.code}, ${attempt.failure})
        ), behind as (
          update delivery set next_attempt_at = ${time}
          where virtual_card_id = ${delivery.virtualCardId} and state = 'PENDING'
            and delivery_id > ${delivery.deliveryId} and next_attempt_at ${outOfStep} ${time}
        )
        update delivery
        set state = ${delivery.state}, attempts = ${delivery.attempts}, next_attempt_at = ${delivery.nextAttemptAt},
          lease_until = null
        where delivery_id = ${delivery.deliveryId} and state = 'PENDING'`.execute(db);
    },

    async hasten(issuerId, now) {
      // Locked in one order, or two calls at once could wait for each other.
      await sql`
        with waiting as materialized (
          select delivery_id from delivery
          where issuer_id = ${issuerId} and state = 'PENDING' and next_attempt_at > ${now}
          order by delivery_id
          for no key update
        )
        update delivery set next_attempt_at = ${now} from waiting
        where delivery.delivery_id = waiting.delivery_id`.execute(db);
    },

    /** Newest first. */
    async list({ issuerId, virtualCardId, state, limit }) {
      let query = db.selectFrom('delivery').selectAll().orderBy('delivery_id', 'desc').limit(limit);
      if (issuerId !== undefined) query = query.where('issuer_id', '=', issuerId);
      if (virtualCardId !== undefined) query = query.where('virtual_card_id', '=', virtualCardId);
      if (state !== undefined) query = query.where('state', '=', state);
      const rows = await query.execute();
      return rows.map(fromRow);
    },
  };
}

function toRow(delivery: Delivery) {
  return {
    delivery_id: delivery.deliveryId,
    issuer_id: delivery.issuerId,
    virtual_card_id: delivery.virtualCardId,
    operation: delivery.operation,
    correlation_id: delivery.correlationId,
    body: toDocument(delivery.body),
    state: delivery.state,
    attempts: delivery.attempts,
    created_at: delivery.createdAt,
    next_attempt_at: delivery.nextAttemptAt,
    lease_until: null,
  };
}

function fromRow(row: Selectable<DeliveryTable>): Delivery {
  return {
    deliveryId: row.delivery_id,
    issuerId: row.issuer_id,
    virtualCardId: row.virtual_card_id,
    operation: row.operation,
    correlationId: row.correlation_id,
    body: row.body,
    state: row.state,
    attempts: row.attempts,
    createdAt: row.created_at,
    nextAttemptAt: row.next_attempt_at,
  };
}
