import { randomUUID } from 'node:crypto';
import { applyUnderClaim, type ChangeMarks, claimLifetime, markLifetime } from './apply-under-claim.ts';
import type { SessionStoreOptions } from './in-memory-sessions.ts';
import { migrate } from './migrations.ts';
import { refuseCardData } from './no-card-data.ts';
import type { PostgresqlPool } from './postgresql-pool.ts';
import type { JsonObject, LearntToken, SessionStore } from './session-store.ts';

/**
 * A store that any number of processes share, in tables of its own (`issuer_kit_…`) in a database of the issuer. The tables
 * are made, or brought to their newest form, first: the user of the pool needs the right to do so only then.
 *
 * @param pool that of `pg`; the store neither makes nor ends it
 * @throws Error when the tables are newer than this release
 * @example
 * const sessions = await postgresqlSessions(new pg.Pool({ connectionString }));
 */
export async function postgresqlSessions(
  pool: PostgresqlPool,
  { now = () => new Date() }: SessionStoreOptions = {},
): Promise<SessionStore> {
  await migrate(pool);
  const marks = new MarksInPostgresql(pool, now);
  return {
    async saveSession({ issuerId, correlationId, data, expires }) {
      refuseCardData(data);
      await pool.query(
        `insert into issuer_kit_session (issuer_id, correlation_id, data, expires) values ($1, $2, $3, $4)
         on conflict (issuer_id, correlation_id) do update set data = excluded.data, expires = excluded.expires`,
        [issuerId, correlationId, JSON.stringify(data), expires.toISOString()],
      );
    },
    async session({ issuerId, correlationId }) {
      // As text and number: the pool may have parsers of its own for jsonb and timestamptz.
      const { rows } = await pool.query(
        `select data::text as data, (extract(epoch from expires) * 1000)::text as expires from issuer_kit_session
         where issuer_id = $1 and correlation_id = $2 and expires > $3`,
        [issuerId, correlationId, now().toISOString()],
      );
      const [row] = rows;
      if (!row) return undefined;
      const data = JSON.parse(String(row['data'])) as JsonObject;
      return { issuerId, correlationId, data, expires: new Date(Number(row['expires'])) };
    },
    async endSession({ issuerId, correlationId }) {
      await pool.query('delete from issuer_kit_session where issuer_id = $1 and correlation_id = $2', [
        issuerId,
        correlationId,
      ]);
    },
    async learnToken({ issuerId, virtualCardId, issuerCardRefId, walletProviderId = null, state }) {
      await pool.query(
        `insert into issuer_kit_token (issuer_id, virtual_card_id, issuer_card_ref_id, wallet_provider_id, state)
         values ($1, $2, $3, $4, $5)
         on conflict (issuer_id, virtual_card_id) do update set
           issuer_card_ref_id = excluded.issuer_card_ref_id,
           wallet_provider_id = excluded.wallet_provider_id,
           state = excluded.state`,
        [issuerId, virtualCardId, issuerCardRefId, walletProviderId, state],
      );
    },
    async token({ issuerId, virtualCardId }) {
      const { rows } = await pool.query(
        'select * from issuer_kit_token where issuer_id = $1 and virtual_card_id = $2',
        [issuerId, virtualCardId],
      );
      return rows.map(tokenOf)[0];
    },
    async tokensOf({ issuerId, issuerCardRefId }) {
      const { rows } = await pool.query(
        `select * from issuer_kit_token where issuer_id = $1 and issuer_card_ref_id = $2
         order by virtual_card_id collate "C"`,
        [issuerId, issuerCardRefId],
      );
      return rows.map(tokenOf);
    },
    async forgetToken({ issuerId, virtualCardId }) {
      await pool.query('delete from issuer_kit_token where issuer_id = $1 and virtual_card_id = $2', [
        issuerId,
        virtualCardId,
      ]);
    },
    applyOnce: (change, apply) => applyUnderClaim(marks, change, apply),
    async sweep() {
      const time = now().toISOString();
      await pool.query('delete from issuer_kit_session where expires <= $1', [time]);
      await pool.query('delete from issuer_kit_change where until <= $1', [time]);
    },
  };
}

/** The row of a change says by its key who has it: two that come at once find the same row. */
class MarksInPostgresql implements ChangeMarks {
  readonly #pool: PostgresqlPool;
  readonly #now: () => Date;

  constructor(pool: PostgresqlPool, now: () => Date) {
    this.#pool = pool;
    this.#now = now;
  }

  async claim(changeKey: string) {
    const claim = randomUUID();
    const { rowCount } = await this.#pool.query(
      `insert into issuer_kit_change as mark (change_key, applied, claim, until) values ($1, false, $2, $3)
       on conflict (change_key) do update set claim = excluded.claim, until = excluded.until
       where not mark.applied and mark.until <= $4`,
      [changeKey, claim, this.#in(claimLifetime), this.#in(0)],
    );
    if (rowCount === 1) return { claim };
    const { rows } = await this.#pool.query(
      'select from issuer_kit_change where change_key = $1 and applied',
      [changeKey],
    );
    return rows.length === 1 ? 'repeat' : 'ongoing';
  }

  async settle(changeKey: string) {
    await this.#pool.query(
      `insert into issuer_kit_change (change_key, applied, claim, until) values ($1, true, $2, $3)
       on conflict (change_key) do update set applied = true, until = excluded.until`,
      [changeKey, randomUUID(), this.#in(markLifetime)],
    );
  }

  async release(changeKey: string, claim: string) {
    await this.#pool.query(
      'delete from issuer_kit_change where change_key = $1 and claim = $2 and not applied',
      [changeKey, claim],
    );
  }

  #in(milliseconds: number): string {
    return new Date(this.#now().getTime() + milliseconds).toISOString();
  }
}

function tokenOf(row: Record<string, unknown>): LearntToken {
  const walletProviderId = row['wallet_provider_id'];
  return {
    issuerId: String(row['issuer_id']),
    virtualCardId: String(row['virtual_card_id']),
    issuerCardRefId: String(row['issuer_card_ref_id']),
    ...(walletProviderId !== null && { walletProviderId: String(walletProviderId) }),
    state: String(row['state']),
  };
}
