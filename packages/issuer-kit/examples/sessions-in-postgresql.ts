// Sessions and applied notices in PostgreSQL, for any number of processes.
// DATABASE_URL=postgres://… node sessions-in-postgresql.ts
import { postgresqlSessions } from '@countermark/issuer-kit';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'] });
const sessions = await postgresqlSessions(pool);
const enrolment = { issuerId: 'BANKISSUER', correlationId: crypto.randomUUID() };

await sessions.saveSession({
  ...enrolment,
  data: { issuerCardRefId: 'card-1', offered: ['cell_phone'] },
  expires: new Date(Date.now() + 15 * 60_000),
});
console.log('offered:', (await sessions.session(enrolment))?.data['offered']);

const notice = { ...enrolment, virtualCardId: 'token-1', action: 'ACTIVATE' };
const told = () => sessions.applyOnce(notice, async () => console.log('the cardholder is told'));
console.log(await told(), await told());
await pool.end();
