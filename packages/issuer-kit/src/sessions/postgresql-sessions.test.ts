import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, it } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import { postgresqlSessions } from './postgresql-sessions.ts';
import { describeSessionStore } from './session-store-contract.fixture.ts';

const server = process.env['COUNTERMARK_TEST_DATABASE_URL'];
const { pool, close } = await (server ? databaseOn(server) : databaseInProcess());
after(close);

let time = Date.UTC(2026, 0, 1);
const now = () => new Date(time);
const advance = (milliseconds: number) => {
  time += milliseconds;
};
// Two processes that start at once on an empty database.
const [one, other] = await Promise.all([
  postgresqlSessions(pool, { now }),
  postgresqlSessions(pool, { now }),
]);

describeSessionStore(`sessions in ${server ? 'PostgreSQL' : 'PGlite'}`, async () => {
  await pool.query('truncate issuer_kit_session, issuer_kit_token, issuer_kit_change');
  return { one, other, now, advance };
});

it('changes nothing where the tables are there, and refuses newer ones', async () => {
  const key = { issuerId: 'BANKISSUER', correlationId: 'kept' };
  await one.saveSession({ ...key, data: {}, expires: new Date(time + 1) });
  assert.ok(await (await postgresqlSessions(pool, { now })).session(key));
  await pool.query("insert into issuer_kit_migration values ('9999_from_the_future.sql')");
  await assert.rejects(postgresqlSessions(pool, { now }), /does not know 9999_from_the_future\.sql/);
  await pool.query("delete from issuer_kit_migration where name like '9999%'");
});

async function databaseInProcess() {
  const pglite = await PGlite.create();
  const pool = new pg.Pool(Object.assign(createPgConfig(pglite), { max: 1 }));
  return { pool, close: async () => Promise.all([pool.end(), pglite.close()]) };
}

async function databaseOn(server: string) {
  const name = `issuer_kit_test_${randomBytes(6).toString('hex')}`;
  const administrator = new pg.Client(server);
  await administrator.connect();
  await administrator.query(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href });
  const close = async () => {
    await pool.end();
    await administrator.query(`drop database ${name}`);
    await administrator.end();
  };
  return { pool, close };
}
