import { type Selectable, sql } from 'kysely';
import { type TspConnection, untestedHealth } from '../core/tsp-connection.ts';
import type { TspConnectionStore } from '../ports/aggregates/tsp-connections.ts';
import { toDocument } from './documents.ts';
import type { Handle } from './handle.ts';
import { pinnedCertificates } from './pinned-certificates.ts';
import type { TspConnectionTable } from './schema/tsp-connections.ts';

/** A new connection is checked as soon as anybody looks. */
const atOnce = new Date(0);

export function tspConnectionStore(db: Handle): TspConnectionStore {
  const connections = () => db.selectFrom('tsp_connection').selectAll('tsp_connection');
  return {
    async save({ tsp, customer, settings }) {
      const values = { customer, settings: toDocument(settings) };
      const { failedChecks, checkedAt } = untestedHealth;
      await db
        .insertInto('tsp_connection')
        .values({
          tsp,
          ...values,
          failed_checks: failedChecks,
          checked_at: checkedAt,
          next_check_at: atOnce,
        })
        .onConflict(conflict => conflict.column('tsp').doUpdateSet(values))
        .execute();
    },

    async find(tsp) {
      const row = await connections().where('tsp', '=', tsp).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async list() {
      const rows = await connections().orderBy('tsp').execute();
      return rows.map(fromRow);
    },

    async findByCustomer(customer) {
      const row = await connections().where('customer', '=', customer).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    ...pinnedCertificates(db, { table: 'tsp_certificate', owner: 'tsp' }),

    async findByCertificate(fingerprint) {
      const row = await connections()
        .innerJoin('tsp_certificate', 'tsp_certificate.tsp', 'tsp_connection.tsp')
        .where('tsp_certificate.fingerprint', '=', fingerprint)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    /** Connections another worker looks at are passed over, not waited for. */
    async claimChecks(now, next) {
      const { rows } = await sql<Selectable<TspConnectionTable>>`
        with due as materialized (
          select tsp from tsp_connection where next_check_at <= ${now} for no key update skip locked
        )
        update tsp_connection set next_check_at = ${next} from due
        where tsp_connection.tsp = due.tsp
        returning tsp_connection.*`.execute(db);
      return rows.map(fromRow);
    },

    async saveHealth(tsp, { failedChecks, checkedAt }) {
      await db
        .updateTable('tsp_connection')
        .set({ failed_checks: failedChecks, checked_at: checkedAt })
        .where('tsp', '=', tsp)
        .execute();
    },
  };
}

function fromRow(row: Selectable<TspConnectionTable>): TspConnection {
  return {
    tsp: row.tsp,
    customer: row.customer,
    settings: row.settings,
    health: { failedChecks: row.failed_checks, checkedAt: row.checked_at },
  };
}
