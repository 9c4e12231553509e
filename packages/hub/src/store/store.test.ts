import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import { type Aggregates, UniqueViolation } from '../ports/store.ts';
import { migrate } from './migrate.ts';
import { openStore } from './store.ts';
import { aCard, id } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
afterEach(() => store.empty());

const former = { issuerId: 'BANKONE001', badge: 'PRIMARY', issuerCardRefId: 'FORMER' } as const;

describe('a transaction', () => {
  test('keeps everything when it ends well, and gives its result', async () => {
    const result = await store.transaction(async tx => {
      await tx.cards.insert(aCard());
      await tx.cards.addAlias(aCard(), 'FORMER');
      return 'done';
    });
    assert.equal(result, 'done');
    assert.deepEqual(await store.cards.findByReference(former), aCard());
  });

  test('keeps nothing when its work throws', async () => {
    const work = store.transaction(async tx => {
      await tx.cards.insert(aCard());
      throw new Error('not today');
    });
    await assert.rejects(work, /not today/);
    assert.equal(await store.cards.find(id(1)), null);
  });

  test('keeps nothing after a unique violation, and the store goes on', async () => {
    await store.cards.insert(aCard({ cardId: id(2) }));
    const work = store.transaction(async tx => {
      await tx.cards.addAlias(aCard(), 'FORMER');
      await tx.cards.insert(aCard());
    });
    await assert.rejects(work, UniqueViolation);
    assert.equal(await store.cards.findByReference(former), null);
  });

  test('is of no use after its end', async () => {
    let leaked: Aggregates | undefined;
    await store.transaction(async tx => {
      leaked = tx;
    });
    await assert.rejects(async () => leaked?.cards.find(id(1)), /committed/);
  });
});

describe('the store inside one of its own transactions', () => {
  const refused = /inside one of its own transactions/;

  test('is refused, and the transaction is rolled back', async () => {
    const work = store.transaction(async tx => {
      await tx.cards.insert(aCard());
      await store.cards.find(id(1));
    });
    await assert.rejects(work, refused);
    assert.equal(await store.cards.find(id(1)), null);
  });

  test('is refused for a second transaction and for the database itself', async () => {
    await assert.rejects(
      store.transaction(() => store.transaction(async () => {})),
      refused,
    );
    await assert.rejects(
      store.transaction(() => sql`select 1`.execute(store.database)),
      refused,
    );
    await assert.rejects(
      store.transaction(() => store.database.transaction().execute(async () => {})),
      refused,
    );
  });

  test('is refused to what the transaction left running until it has ended, and not afterwards', async () => {
    const ended = Promise.withResolvers<void>();
    let later: Promise<unknown> = Promise.resolve();
    await store.transaction(async () => {
      later = ended.promise.then(() => store.cards.find(id(1)));
    });
    ended.resolve();
    assert.equal(await later, null);
  });

  test('does not bother others: their calls wait or go on', async () => {
    const inside = Promise.withResolvers<void>();
    const leave = Promise.withResolvers<void>();
    const work = store.transaction(async tx => {
      await tx.cards.insert(aCard());
      inside.resolve();
      await leave.promise;
    });
    await inside.promise;
    const other = store.cards.find(id(2));
    leave.resolve();
    await work;
    assert.equal(await other, null);
  });
});

describe('values', () => {
  test('arrive in the same form from both engines', async () => {
    const { rows } = await sql`
      select 9007199254740991::int8 as int8, '\\x00ff'::bytea as bytea, '2026-03-01T10:00:00.123Z'::timestamptz as time,
        1.5::float8 as float8, '{"a": [1]}'::json as json, '{"a": [1]}'::jsonb as jsonb`.execute(
      store.database,
    );
    assert.deepEqual(
      { ...(rows[0] as object) },
      {
        int8: 9007199254740991,
        bytea: new Uint8Array([0, 255]),
        time: new Date('2026-03-01T10:00:00.123Z'),
        float8: 1.5,
        json: { a: [1] },
        jsonb: { a: [1] },
      },
    );
  });

  test('that no number can hold are a fault', async () => {
    await assert.rejects(sql`select 9007199254740993::int8`.execute(store.database), /no number can hold/);
    assert.deepEqual(await store.issuers.list(), [], 'the connection is still good');
  });
});

describe('opening a store', () => {
  test('refuses what is no database, without repeating it', async () => {
    await assert.rejects(openStore({ url: 'mysql://user:secret@host/db' }), (error: Error) => {
      assert.match(error.message, /postgres:\/\/…, pglite:<folder> or pglite:memory/);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
  });

  test('fails when nobody is there', async () => {
    await assert.rejects(openStore({ url: 'postgres://postgres@127.0.0.1:1/none' }), /ECONNREFUSED/);
  });

  test('leaves a current database alone, and refuses a newer one', async () => {
    await migrate(store.database);
    await sql`insert into kysely_migration values ('9999_future', '2999-01-01')`.execute(store.database);
    try {
      await assert.rejects(migrate(store.database), /newer than this program.*9999_future/);
    } finally {
      await sql`delete from kysely_migration where name = '9999_future'`.execute(store.database);
    }
  });

  const server = process.env['COUNTERMARK_TEST_DATABASE_URL'];
  test('several processes may migrate an empty database at once', { skip: !server }, async () => {
    const name = 'countermark_test_migrated_at_once';
    await sql.raw(`drop database if exists ${name}`).execute(store.database);
    await sql.raw(`create database ${name}`).execute(store.database);
    const url = new URL(server ?? '');
    url.pathname = `/${name}`;
    const stores = await Promise.all([1, 2, 3].map(() => openStore({ url: url.href })));
    for (const opened of stores) {
      assert.deepEqual(await opened.issuers.list(), []);
      await opened.close();
    }
    await sql.raw(`drop database ${name}`).execute(store.database);
  });
});
