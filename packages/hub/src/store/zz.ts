import { sql } from 'kysely';
import { aCard, aDelivery, anAttempt, anOperation, aToken, at, start } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const tokens = Number(process.argv[2] ?? 10000);
const analyze = process.argv[3] !== 'no';
const store = await openTestStore();
console.log('==', store.engine, 'tokens', tokens, 'analyzed', analyze);
await store.cards.insert(aCard());
await store.tokens.insert(aToken());
await store.deliveries.insert(aDelivery());
await store.operations.insert(anOperation());
await sql`insert into delivery select copy.* from delivery original, generate_series(1, 9999) n, lateral jsonb_populate_record(original, jsonb_build_object('delivery_id', 'd' || lpad(n::text, 8, '0'), 'virtual_card_id', 'v' || (n % ${sql.lit(tokens)}))) copy`.execute(
  store.database,
);
await sql`insert into operation select copy.* from operation original, generate_series(1, 9999) n, lateral jsonb_populate_record(original, jsonb_build_object('operation_id', 'o' || lpad(n::text, 8, '0'))) copy`.execute(
  store.database,
);
if (analyze) await sql`analyze`.execute(store.database);
if (process.argv[4]) {
  const q = sql<any>`explain (analyze, buffers) with due as materialized (
          select delivery_id from delivery
          where state = 'PENDING' and next_attempt_at <= ${start} and (lease_until is null or lease_until <= ${start})
            and not exists (
              select from delivery earlier
              where earlier.state = 'PENDING' and earlier.virtual_card_id = delivery.virtual_card_id
                and earlier.delivery_id < delivery.delivery_id
            )
          order by next_attempt_at, delivery_id
          limit ${16}
          for no key update of delivery skip locked
        ), claimed as (
          update delivery set lease_until = ${at(60)} from due
          where delivery.delivery_id = due.delivery_id
          returning delivery.*
        )
        select * from claimed order by delivery_id`;
  console.log((await q.execute(store.database)).rows.map((r: any) => r['QUERY PLAN']).join('\n'));
}
for (const what of ['deliveries', 'operations'] as const) {
  const times: number[] = [];
  let n = 0;
  for (let i = 0; i < 60; i++) {
    const t = performance.now();
    const c: unknown[] = await store[what].claim(start, { until: at(60), limit: 16 });
    times.push(performance.now() - t);
    n += c.length;
  }
  const s = times.toSorted((a, b) => a - b);
  console.log(
    what,
    'claimed',
    n,
    'first',
    times[0]!.toFixed(1),
    'median',
    s[30]!.toFixed(2),
    'min',
    s[0]!.toFixed(2),
    'max',
    s[59]!.toFixed(1),
    'ms',
  );
}
// work it off: claim + settle
{
  const t = performance.now();
  let n = 0;
  while (n < 400) {
    const c = await store.deliveries.claim(at(100), { until: at(160), limit: 16 });
    if (!c.length) break;
    for (const d of c) await store.deliveries.settle({ ...d, state: 'DELIVERED' }, anAttempt());
    n += c.length;
  }
  console.log('claim+settle per delivery', ((performance.now() - t) / n).toFixed(2), 'ms', n);
}
await store.close();
