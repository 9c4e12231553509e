import { type Selectable, sql } from 'kysely';
import type { Operation } from '../core/operation.ts';
import type { OperationStore } from '../ports/aggregates/operations.ts';
import { toDocument, toNullableDocument } from './documents.ts';
import { assertTransaction, type Handle } from './handle.ts';
import { unleased } from './leases.ts';
import { assertSaved } from './saved.ts';
import type { OperationTable } from './schema/operations.ts';

export function operationStore(db: Handle): OperationStore {
  const operations = () => db.selectFrom('operation').selectAll();
  return {
    async insert(operation) {
      await db
        .insertInto('operation')
        .values(({ selectFrom }) => ({
          ...toRow(operation),
          lane: selectFrom('token')
            .select(sql<string>`tsp || ' ' || requestor_id`.as('lane'))
            .where('card_id', '=', operation.cardId)
            .where('virtual_card_id', '=', operation.virtualCardId),
          lease_until: null,
        }))
        .execute();
    },

    /** A new time for the next attempt gives the lease back; a new step alone leaves it with the worker that has it. */
    async save(operation) {
      const { card_id, operation_id, ...values } = toRow(operation);
      const result = await db
        .updateTable('operation')
        .set({ ...values, lease_until: leaseWhileDueAt(values.next_attempt_at) })
        .where('card_id', '=', card_id)
        .where('operation_id', '=', operation_id)
        .executeTakeFirst();
      assertSaved(result, `operation ${operation_id} of card ${card_id}`);
    },

    async find(operationId) {
      const row = await operations().where('operation_id', '=', operationId).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async lock(operationId) {
      assertTransaction(db, 'operations.lock');
      const row = await operations()
        .where('operation_id', '=', operationId)
        .forNoKeyUpdate()
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async running(virtualCardId) {
      const rows = await operations()
        .where('virtual_card_id', '=', virtualCardId)
        .where('step', '<>', 'CLOSED')
        .orderBy('created_at')
        .orderBy('operation_id')
        .execute();
      return rows.map(fromRow);
    },

    async newest(virtualCardId, action) {
      const row = await operations()
        .where('virtual_card_id', '=', virtualCardId)
        .where('action', '=', action)
        .orderBy('operation_id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async hasten(tsp, now) {
      await db
        .updateTable('operation')
        .set({ next_attempt_at: now, lease_until: null })
        .where('step', '=', 'TSP_DUE')
        .where('next_attempt_at', '>', now)
        .where('virtual_card_id', 'in', tokens =>
          tokens.selectFrom('token').select('virtual_card_id').where('tsp', '=', tsp),
        )
        .execute();
    },

    async countOpen(cardId, kind) {
      const { count } = await db
        .selectFrom('operation')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('card_id', '=', cardId)
        .where('kind', '=', kind)
        .where('step', '<>', 'CLOSED')
        .executeTakeFirstOrThrow();
      return count;
    },

    async countAtTspOf(recordedOperationId) {
      const { count } = await db
        .selectFrom('operation')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('recorded_operation_id', '=', recordedOperationId)
        .where('step', '=', 'TSP_DUE')
        .executeTakeFirstOrThrow();
      return count;
    },

    /** The lanes are read one after the other from the index: how much waits in one does not matter. */
    async lanesDue(now) {
      const { rows } = await sql<{ lane: string }>`
        with recursive open as (
          (select lane from operation where step <> 'CLOSED' order by lane limit 1)
          union all
          select (
            select lane from operation where step <> 'CLOSED' and lane > open.lane order by lane limit 1
          )
          from open where open.lane is not null
        )
        select open.lane from open
        where open.lane is not null and (
          select next_attempt_at from operation
          where lane = open.lane and step <> 'CLOSED' and next_attempt_at <= ${now} and ${unleased(now)}
            and ${inTurn}
          order by next_attempt_at limit 1
        ) is not null`.execute(db);
      return rows.map(row => row.lane);
    },

    /** Rows another worker looks at are passed over, not waited for. */
    async claim(now, { until, rooms, limit, except }) {
      const { rows } = await sql<Selectable<OperationTable>>`
        with due as materialized (
          select operation.card_id, operation.operation_id
          from unnest(${[...rooms.keys()]}::text[], ${[...rooms.values()]}::integer[]) as share (lane, room)
          cross join lateral (
            select card_id, operation_id from operation
            where lane = share.lane and step <> 'CLOSED' and next_attempt_at <= ${now} and ${unleased(now)}
              and ${inTurn} and operation_id <> all(${except}::text[])
            order by next_attempt_at, operation_id
            limit share.room
            for no key update skip locked
          ) operation
          limit ${limit}
        ), claimed as (
          update operation set lease_until = ${until} from due
          where operation.card_id = due.card_id and operation.operation_id = due.operation_id
          returning operation.*
        )
        select * from claimed order by operation_id`.execute(db);
      return rows.map(row => ({ operation: fromRow(row), lane: row.lane }));
    },
  };
}

/** What a wallet reported reaches the TSP after everything that waited for the TSP before it, on the same token. */
const inTurn = sql<boolean>`(reported_by is null or not exists (
  select from operation earlier
  where earlier.virtual_card_id = operation.virtual_card_id and earlier.step = 'TSP_DUE'
    and (earlier.created_at, earlier.operation_id) < (operation.created_at, operation.operation_id)
))`;

/** The lease as it is while the next attempt is still at this time, else none. */
function leaseWhileDueAt(nextAttemptAt: Date) {
  return sql<Date | null>`case when next_attempt_at = ${nextAttemptAt} then lease_until end`;
}

function toRow(operation: Operation) {
  return {
    card_id: operation.cardId,
    operation_id: operation.operationId,
    virtual_card_id: operation.virtualCardId,
    issuer_id: operation.issuerId,
    correlation_id: operation.correlationId,
    kind: operation.kind,
    action: operation.action,
    event: toDocument(operation.event),
    source: operation.source,
    reason: operation.reason,
    reported_by: operation.reportedBy,
    step: operation.step,
    notice: toNullableDocument(operation.notice),
    attempts: operation.attempts,
    created_at: operation.createdAt,
    next_attempt_at: operation.nextAttemptAt,
    recorded_operation_id: operation.recordedOperationId,
  };
}

function fromRow(row: Selectable<OperationTable>): Operation {
  return {
    cardId: row.card_id,
    operationId: row.operation_id,
    virtualCardId: row.virtual_card_id,
    issuerId: row.issuer_id,
    correlationId: row.correlation_id,
    kind: row.kind,
    action: row.action,
    event: row.event,
    source: row.source,
    reason: row.reason,
    reportedBy: row.reported_by,
    step: row.step,
    notice: row.notice,
    attempts: row.attempts,
    createdAt: row.created_at,
    nextAttemptAt: row.next_attempt_at,
    recordedOperationId: row.recorded_operation_id,
  };
}
