import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { migrate, migrationFiles } from './migrate.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());

/** A database as the first release left it, with one card, its session and token, and what was owed for that. */
const rowsOfFirstRelease = `
insert into issuer values ('BANKONE001', 'Bank One', '{}');
insert into card_product values ('debit', 'BANKONE001', 'Debit', 'DOMESTIC', 'DOMESTIC', 'tp', 'PRIMARY', '[]', '[]',
  '[]', 5, false, '[]', '[]');
insert into card values ('c1', 'BANKONE001', 'REF-1', 'debit', null, 'print-1', '\\x01', null, '0000', now(), now());
insert into card_alias values ('FORMER', 'BANKONE001', 'c1');
insert into token values ('c1', 'v1', 'BANKONE001', 'debit', 'wallet', '40010030273', 'APPLE_PAY', 'w1', null, 's1',
  'EMBEDDED_SE', 'DOMESTIC', 't1', '1234', '1230', true, '{"deviceName": "phone"}', 'e1', 'SUSPENDED', 'RESUMED',
  '["ISSUER"]', true, null, now(), now(), null);
insert into enrolment values ('e1', 'BANKONE001', 'debit', 'wallet', '40010030273', 'APPLE_PAY', 'w1', 's1',
  'EMBEDDED_SE', '{}', 'ENDED', 'ACTIVATED', null, 'GREEN', 'REF-1', null, null, 'print-1', '\\x01', null, null, null,
  null, '0000', '[]', null, 'v1', 12.5, now(), now(), null);
insert into operation values ('c1', 'o1', 'v1', 'BANKONE001', 'call-1', 'CHANGE_STATE', 'SUSPEND',
  '{"type": "SUSPENDED", "by": "ISSUER"}', 'ISSUER', 3, 'TSP_DUE', null, 0, now(), now(), null);
insert into domestic_token values ('t1', 'BANKONE001', 'e1', 'w1', 's1', '40010030273', 'print-1', 'number-1', '\\x02',
  '\\x01', null, '1230', 'PAR', 'ACTIVE', null, now(), now());
insert into delivery values
  ('d1', 'BANKONE001', 'v1', 'notifyVirtualCardChange', 'call-0', '{"action": "ACTIVATE"}', 'DELIVERED', 1,
    '2026-03-01T10:00:00Z', '2026-03-01T10:00:00Z', null),
  ('d2', 'BANKONE001', 'v1', 'notifyVirtualCardChange', 'call-1', '{"action": "SUSPEND"}', 'PARKED', 40,
    '2026-03-01T10:00:01Z', '2026-03-02T10:00:00Z', null),
  ('d3', 'BANKONE001', 'v1', 'notifyVirtualCardChange', 'call-2', '{"action": "RESUME"}', 'PENDING', 2,
    '2026-03-01T10:00:02Z', '2026-03-01T10:05:00Z', null);
insert into delivery_attempt values ('d1', 1, '2026-03-01T10:00:00Z', 42, 200, null, null);`;

before(async () => {
  const [first] = await migrationFiles();
  const statements = [
    'drop schema public cascade; create schema public;',
    first?.text ?? assert.fail('there is no migration'),
    'create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null);',
    `insert into kysely_migration values ('0001_first_tables', '2026-01-01T00:00:00.000Z');`,
    rowsOfFirstRelease,
  ];
  for (const statement of statements) await sql.raw(statement).execute(store.database);
  await migrate(store.database);
});

test('what the first release stored of cards, tokens and sessions is there after every migration', async () => {
  for (const issuerCardRefId of ['REF-1', 'FORMER']) {
    const card = await store.cards.findByReference({
      issuerId: 'BANKONE001',
      badge: 'PRIMARY',
      issuerCardRefId,
    });
    assert.deepEqual(
      [card?.cardId, card?.primaryCardId, card?.sealedPan, card?.lastDigits],
      ['c1', null, new Uint8Array([1]), '0000'],
    );
  }
  const token = await store.tokens.find('v1');
  assert.deepEqual(
    [token?.state, token?.returnState, token?.suspenders, token?.deviceInformation, token?.reports],
    ['SUSPENDED', 'RESUMED', ['ISSUER'], { deviceName: 'phone' }, {}],
  );
  const enrolment = await store.enrolments.find('e1');
  assert.deepEqual(
    [enrolment?.step, enrolment?.outcome, enrolment?.virtualCardId, enrolment?.issuerWait],
    ['ENDED', 'ACTIVATED', 'v1', 12.5],
  );
});

test('a token of the built-in TSP has its type, an operation the lane of its TSP and requestor', async () => {
  const kept = await store.domesticTokens.find('t1');
  assert.deepEqual([kept?.tokenType, kept?.lastAtc, kept?.decidedBy], ['EMBEDDED_SE', 0, 'ISSUER']);
  assert.deepEqual(await store.operations.lanesDue(new Date(8.64e15)), ['DOMESTIC wallet']);
});

test('what was owed is a queue in the order it arose; what waited is sent when it was due', async () => {
  const deliveries = await store.deliveries.list({ virtualCardId: 'v1', limit: 10 });
  assert.deepEqual(
    deliveries.map(({ deliveryId, queueId, sequence, state, parked, body }) => [
      deliveryId,
      queueId,
      sequence,
      state,
      parked?.because ?? null,
      body['action'],
    ]),
    [
      ['d3', 'v1', 3, 'PENDING', null, 'RESUME'],
      ['d2', 'v1', 2, 'PARKED', 'OUTLIVED', 'SUSPEND'],
      ['d1', 'v1', 1, 'DELIVERED', null, 'ACTIVATE'],
    ],
  );
  const due = new Date('2026-03-01T10:05:00Z');
  assert.deepEqual(await store.deliveries.issuersDue(new Date(due.getTime() - 1)), []);
  assert.deepEqual((await store.deliveries.issuersDue(due)).length, 1);
  assert.deepEqual((await store.deliveries.attempts('d1')).length, 1);
});
