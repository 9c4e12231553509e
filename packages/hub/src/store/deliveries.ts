import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Delivery, NextStep } from '../core/delivery.ts';
import type { DeliveryClaim, DeliveryStore, ReplaySelection } from '../ports/aggregates/deliveries.ts';
import type { ClaimShare } from '../ports/aggregates/operations.ts';
import { toDocument, toNullableDocument } from './documents.ts';
import { assertTransaction, type Handle } from './handle.ts';
import { unleased } from './leases.ts';
import type { DeliveryTable } from './schema/deliveries.ts';

export function deliveryStore(db: Handle): DeliveryStore {
  return {
    /** The queue's row stays locked until the caller's transaction ends: commits come in the order of the numbers. */
    async insert(delivery) {
      const { deliveryId, issuerId, queueId, virtualCardId, operation, correlationId, createdAt } = delivery;
      const parameters = toNullableDocument(delivery.parameters);
      await sql`
        with queue as (
          insert into delivery_queue as queue (queue_id, issuer_id, last_sequence, pending, due_at)
          values (${queueId}, ${issuerId}, 1, 1, ${createdAt})
          on conflict (queue_id) do update
          set last_sequence = queue.last_sequence + 1, pending = queue.pending + 1,
            due_at = coalesce(queue.due_at, excluded.due_at)
          returning last_sequence
        )
        insert into delivery (delivery_id, issuer_id, queue_id, virtual_card_id, sequence, operation, correlation_id, body,
          parameters, state, attempts, failures, created_at, queued_at)
        select ${deliveryId}, ${issuerId}, ${queueId}, ${virtualCardId}::text, last_sequence, ${operation},
          ${correlationId}, ${toDocument(delivery.body)}::json, ${parameters}::json, 'PENDING', 0, 0, ${createdAt}::timestamptz, ${createdAt}::timestamptz
        from queue`.execute(db);
    },

    /**
     * The issuers are read one after the other from the index, and of each the first that is due (in order, or the planner
     * might read the table): how much waits for an issuer does not matter.
     */
    async issuersDue(now) {
      const { rows } = await sql<{ issuer_id: string }>`
        with recursive waiting as (
          (select issuer_id from delivery_queue where due_at is not null order by issuer_id limit 1)
          union all
          select (
            select issuer_id from delivery_queue
            where due_at is not null and issuer_id > waiting.issuer_id
            order by issuer_id limit 1
          )
          from waiting where waiting.issuer_id is not null
        )
        select waiting.issuer_id
        from waiting left join issuer_breaker breaker on breaker.issuer_id = waiting.issuer_id
        where waiting.issuer_id is not null and coalesce(
          (
            select due_at from delivery_queue
            where issuer_id = waiting.issuer_id and due_at <= ${now} and ${unleased(now)}
            order by due_at limit 1
          ), (
            select failed_at from delivery_queue
            where issuer_id = waiting.issuer_id and failed_at <= breaker.recovered_at and ${unleased(now)}
            order by failed_at limit 1
          )
        ) is not null`.execute(db);
      return rows.map(row => row.issuer_id);
    },

    async claim(now, share) {
      const queueIds = await takeQueues(db, now, { ...share, which: sql`true` });
      return firstOf(db, queueIds, share.until);
    },

    async claimAlong(now, { issuerId, operation, ...share }) {
      const which = sql<boolean>`exists (
        select from (${firstPending}) first where operation = ${operation} and not alone
      )`;
      const rooms = new Map([[issuerId, share.limit]]);
      const queueIds = await takeQueues(db, now, { ...share, rooms, which });
      return firstOf(db, queueIds, share.until);
    },

    async settle({ delivery, leaseUntil }, { attempt, next, now }) {
      const { number, startedAt, duration, status, code, failure } = attempt;
      await settleWith(db, {
        delivery,
        next,
        now,
        leaseUntil,
        evidence: sql`
          insert into delivery_attempt (delivery_id, number, started_at, duration, status, code, failure)
          values (${delivery.deliveryId}, ${number}, ${startedAt}, ${duration}, ${status}, ${code}, ${failure})`,
      });
    },

    async answeredLate(delivery, { attempt, answer, next, now }) {
      const evidence = sql`
        update delivery_attempt
        set late_status = ${answer.status}::integer, late_after = ${answer.after}::double precision
        where delivery_id = ${delivery.deliveryId} and number = ${attempt.number}
          and started_at = ${attempt.startedAt}`;
      if (next === null) await evidence.execute(db);
      else await settleWith(db, { delivery, next, now, leaseUntil: null, evidence });
    },

    async parkOutlived(issuerId, { queuedBefore, now, limit }) {
      const { rows } = await sql<{ count: number }>`
        with queues as materialized (
          select queue_id from delivery_queue
          where queue_id in (
            select queue_id from delivery
            where issuer_id = ${issuerId} and state = 'PENDING' and queued_at <= ${queuedBefore}
            order by queued_at limit ${limit}
          ) and ${unleased(now)}
          for no key update skip locked
        ), parked as (
          update delivery
          set state = 'PARKED', parked = ${toDocument({ because: 'OUTLIVED' })}::json, settled_at = ${now}
          from queues
          where delivery.queue_id = queues.queue_id and state = 'PENDING'
            and queued_at <= ${queuedBefore}
          returning delivery.queue_id
        ), shortened as (
          update delivery_queue queue
          set pending = pending - parked.count, due_at = case when pending > parked.count then ${now}::timestamptz end,
            failed_at = null
          from (select queue_id, count(*) from parked group by queue_id) parked
          where queue.queue_id = parked.queue_id
        )
        select count(*) from parked`.execute(db);
      return rows[0]?.count ?? 0;
    },

    async find(deliveryId) {
      const query = db.selectFrom('delivery').selectAll().select(nextAttemptAt);
      const row = await query.where('delivery_id', '=', deliveryId).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async attempts(deliveryId) {
      const rows = await db
        .selectFrom('delivery_attempt')
        .selectAll()
        .where('delivery_id', '=', deliveryId)
        .orderBy('number')
        .orderBy('started_at')
        .execute();
      return rows.map(({ number, started_at, duration, status, code, failure, late_status, late_after }) => ({
        number,
        startedAt: started_at,
        duration,
        status,
        code,
        failure,
        late: late_status === null || late_after === null ? null : { status: late_status, after: late_after },
      }));
    },

    async list({ issuerId, virtualCardId, state, since, before, limit }) {
      let query = db
        .selectFrom('delivery')
        .selectAll()
        .select(nextAttemptAt)
        .orderBy(virtualCardId === undefined ? 'delivery_id' : 'sequence', 'desc')
        .limit(limit);
      if (issuerId !== undefined) query = query.where('issuer_id', '=', issuerId);
      if (virtualCardId !== undefined) query = query.where('virtual_card_id', '=', virtualCardId);
      if (state !== undefined) query = query.where('state', '=', state);
      if (since !== undefined) query = query.where('settled_at', '>=', since);
      if (before !== undefined) query = query.where('delivery_id', '<', before);
      const rows = await query.execute();
      return rows.map(fromRow);
    },

    async queuesToReplay(selection, { after, limit }) {
      const { rows } = await sql<{ queue_id: string }>`
        select distinct queue_id from delivery
        where queue_id > ${after} and ${selected(selection, 'delivery')}
        order by queue_id limit ${limit}`.execute(db);
      return rows.map(row => row.queue_id);
    },

    /**
     * The queues are locked first, in a statement of their own and in one order: the next one then sees what the last
     * sender left.
     */
    async replay(queueIds, { selection, overtaken, now }) {
      assertTransaction(db, 'deliveries.replay');
      await sql`
        select from delivery_queue where queue_id = any(${queueIds}::text[])
        order by queue_id for no key update`.execute(db);
      const { rows } = await sql<{ replayed: number; overtaken: string[] }>`
        with chosen as materialized (
          select delivery_id, queue_id, exists (
            select from delivery later
            where later.queue_id = delivery.queue_id and later.sequence > delivery.sequence
              and not ${selected(selection, 'later')}
              and (later.state = 'DELIVERED' or (later.state = 'PENDING' and queue.lease_until > ${now}))
          ) as overtaken
          from delivery join delivery_queue queue using (queue_id)
          where queue_id = any(${queueIds}::text[]) and ${selected(selection, 'delivery')}
        ), replayed as (
          update delivery
          set state = 'PENDING', parked = null, failures = 0, queued_at = ${now}, settled_at = null
          from chosen
          where delivery.delivery_id = chosen.delivery_id and (not overtaken or ${overtaken} = 'SEND')
          returning delivery.queue_id
        ), lengthened as (
          update delivery_queue queue
          set pending = pending + replayed.count, due_at = least(due_at, ${now}), failed_at = null
          from (select queue_id, count(*) from replayed group by queue_id) replayed
          where queue.queue_id = replayed.queue_id
        )
        select (select count(*) from replayed) as replayed, array(
          select delivery_id from chosen where overtaken and ${overtaken} = 'REFUSE' order by delivery_id
        ) as overtaken`.execute(db);
      const [report] = rows;
      return { replayed: report?.replayed ?? 0, overtakenIds: report?.overtaken ?? [] };
    },
  };
}

/** The delivery of `queue` that goes first. */
const firstPending = sql`
  select * from delivery
  where queue_id = queue.queue_id and state = 'PENDING'
  order by sequence limit 1`;

/**
 * Leases due queues, of each issuer the first; `which`: of these, where it holds of `queue`. Queues that another worker
 * looks at are passed over, not waited for. What failed before its issuer came back is found by when it failed: nothing
 * has to be rewritten for it to be due.
 */
async function takeQueues(
  db: Handle,
  now: Date,
  { until, rooms, limit, except, which }: ClaimShare & { which: RawBuilder<boolean> },
): Promise<string[]> {
  const free = sql`${unleased(now)} and queue_id <> all(${except}::text[])`;
  const { rows } = await sql<{ queue_id: string }>`
    with due as materialized (
      select queue.queue_id
      from unnest(${[...rooms.keys()]}::text[], ${[...rooms.values()]}::integer[]) as share (issuer_id, room)
      left join issuer_breaker breaker on breaker.issuer_id = share.issuer_id
      cross join lateral (
        select * from (
          select queue_id from delivery_queue
          where issuer_id = share.issuer_id and due_at <= ${now} and ${free}
          order by due_at limit share.room
          for no key update skip locked
        ) on_time
        union all
        select * from (
          select queue_id from delivery_queue
          where issuer_id = share.issuer_id and failed_at <= breaker.recovered_at and due_at > ${now}
            and ${free}
          order by failed_at limit share.room
          for no key update skip locked
        ) hastened
        limit share.room
      ) queue
      where ${which}
      limit ${limit}
    )
    update delivery_queue set lease_until = ${until} from due
    where delivery_queue.queue_id = due.queue_id
    returning delivery_queue.queue_id`.execute(db);
  return rows.map(row => row.queue_id);
}

/**
 * The deliveries are read by a statement of their own: the one that takes the queues began before they were locked, and
 * may see as waiting what another worker has delivered since.
 */
async function firstOf(db: Handle, queueIds: readonly string[], leaseUntil: Date): Promise<DeliveryClaim[]> {
  if (queueIds.length === 0) return [];
  const { rows } = await sql<DeliveryRow>`
    select first.*, queue.due_at as next_attempt_at
    from delivery_queue queue cross join lateral (${firstPending}) first
    where queue.queue_id = any(${queueIds}::text[])`.execute(db);
  return rows.map(row => ({ delivery: fromRow(row), leaseUntil }));
}

/** Whether a delivery is one of those to be sent again. */
function selected(
  { deliveryIds, state, since, issuerId }: ReplaySelection,
  table: 'delivery' | 'later',
): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  const conditions = [sql`${column('state')} <> 'PENDING'`];
  if (deliveryIds) conditions.push(sql`${column('delivery_id')} = any(${deliveryIds}::text[])`);
  if (state) conditions.push(sql`${column('state')} = ${state}`);
  if (since) conditions.push(sql`${column('settled_at')} >= ${since}`);
  if (issuerId !== undefined) conditions.push(sql`${column('issuer_id')} = ${issuerId}`);
  return sql`(${sql.join(conditions, sql` and `)})`;
}

/** Of the first that waits in its queue. */
const nextAttemptAt = sql<Date | null>`case
    when state = 'PENDING' and not exists (
      select from delivery earlier
      where earlier.queue_id = delivery.queue_id and earlier.state = 'PENDING'
        and earlier.sequence < delivery.sequence
    ) then (select due_at from delivery_queue queue where queue.queue_id = delivery.queue_id)
  end`.as('next_attempt_at');

/**
 * Keeps the evidence and changes the delivery with its queue, in one statement. An acknowledgement counts whatever came
 * first; anything else changes a PENDING delivery only: the late failure of a worker that outlived its lease does not
 * undo what its successor achieved. And only who has the lease says when the queue is due and gives it back.
 */
async function settleWith(
  db: Handle,
  {
    delivery,
    next,
    now,
    leaseUntil,
    evidence,
  }: {
    delivery: Delivery;
    next: NextStep;
    now: Date;
    leaseUntil: Date | null;
    evidence: RawBuilder<unknown>;
  },
): Promise<void> {
  const { deliveryId, queueId } = delivery;
  const from = next.state === 'DELIVERED' ? ['PENDING', 'PARKED'] : ['PENDING'];
  const attempts = delivery.attempts + 1;
  const alone = next.state === 'PENDING' && next.alone === true;
  const failures = delivery.failures + (next.state === 'DELIVERED' || alone ? 0 : 1);
  const parked = next.state === 'PARKED' ? toDocument(next.parked) : null;
  const waitsUntil = next.state === 'PENDING' ? next.nextAttemptAt : null;
  const mine = sql`(lease_until is null or lease_until = ${leaseUntil}::timestamptz)`;
  await sql`
    with found as materialized (
      select state from delivery where delivery_id = ${deliveryId} for no key update
    ), evidence as (${evidence}), settled as (
      update delivery
      set state = ${next.state}, parked = ${parked}::json, attempts = greatest(attempts, ${attempts}),
        failures = ${failures}, alone = alone or ${alone}, settled_at = ${next.state === 'PENDING' ? null : now}::timestamptz
      where delivery_id = ${deliveryId} and (select state from found) = any(${from}::text[])
      returning 1
    ), change as (
      select count(*) filter (where found.state = 'PENDING' and ${next.state} <> 'PENDING') as gone,
        case when count(settled) > 0 then ${waitsUntil}::timestamptz end as waits_until
      from found left join settled on true
    )
    update delivery_queue queue
    set pending = pending - gone,
      due_at = case when pending = gone then null when ${mine} then coalesce(waits_until, ${now}) else due_at end,
      failed_at = case
        when pending = gone then null
        when ${mine} then case when waits_until is not null then ${now}::timestamptz end
        else failed_at
      end,
      lease_until = case when ${mine} then null else lease_until end
    from change
    where queue_id = ${queueId}`.execute(db);
}

type DeliveryRow = Selectable<DeliveryTable> & { next_attempt_at: Date | null };

function fromRow(row: DeliveryRow): Delivery {
  return {
    deliveryId: row.delivery_id,
    issuerId: row.issuer_id,
    queueId: row.queue_id,
    virtualCardId: row.virtual_card_id,
    sequence: row.sequence,
    operation: row.operation,
    correlationId: row.correlation_id,
    body: row.body,
    parameters: row.parameters,
    state: row.state,
    parked: row.parked,
    attempts: row.attempts,
    failures: row.failures,
    alone: row.alone,
    createdAt: row.created_at,
    queuedAt: row.queued_at,
    settledAt: row.settled_at,
    nextAttemptAt: row.next_attempt_at,
  };
}
