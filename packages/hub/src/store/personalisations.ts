import { type Selectable, sql } from 'kysely';
import type { Personalisation } from '../core/personalisation.ts';
import type { PersonalisationStore } from '../ports/aggregates/personalisations.ts';
import { toDocument } from './documents.ts';
import { assertTransaction, type Handle } from './handle.ts';
import { assertSaved } from './saved.ts';
import type { PersonalisationTable } from './schema/personalisations.ts';

export function personalisationStore(db: Handle): PersonalisationStore {
  const personalisations = () => db.selectFrom('personalisation').selectAll();
  return {
    async insert(personalisation) {
      await db.insertInto('personalisation').values(toRow(personalisation)).execute();
    },

    async save(personalisation) {
      const { personalisation_id, ...values } = toRow(personalisation);
      const result = await db
        .updateTable('personalisation')
        .set(values)
        .where('personalisation_id', '=', personalisation_id)
        .executeTakeFirst();
      assertSaved(result, `personalisation ${personalisation_id}`);
    },

    async lock(personalisationId) {
      assertTransaction(db, 'personalisations.lock');
      const row = await personalisations()
        .where('personalisation_id', '=', personalisationId)
        .forNoKeyUpdate()
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async lockSession(tsp, correlationId) {
      assertTransaction(db, 'personalisations.lockSession');
      const row = await personalisations()
        .where('tsp', '=', tsp)
        .where('correlation_id', '=', correlationId)
        .forNoKeyUpdate()
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async ofToken(virtualCardId, limit) {
      const rows = await personalisations()
        .where('virtual_card_id', '=', virtualCardId)
        .orderBy('personalisation_id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },

    async close(virtualCardId, { purpose, failure }) {
      const open = db
        .updateTable('personalisation')
        .set({ step: 'CLOSED', sealed_elements: null, failure, due_at: null })
        .where('virtual_card_id', '=', virtualCardId)
        .where('step', '<>', 'CLOSED');
      await (purpose === undefined ? open : open.where('purpose', '=', purpose)).execute();
    },

    /** Rows another worker looks at are passed over, not waited for. */
    async claim(now, { until, limit }) {
      const { rows } = await sql<Selectable<PersonalisationTable>>`
        with due as materialized (
          select personalisation_id from personalisation
          where due_at <= ${now}
          order by due_at, personalisation_id
          limit ${limit}
          for no key update skip locked
        )
        update personalisation set due_at = ${until} from due
        where personalisation.personalisation_id = due.personalisation_id
        returning personalisation.*`.execute(db);
      return rows.map(fromRow);
    },
  };
}

function toRow(personalisation: Personalisation) {
  return {
    personalisation_id: personalisation.personalisationId,
    tsp: personalisation.tsp,
    issuer_id: personalisation.issuerId,
    correlation_id: personalisation.correlationId,
    purpose: personalisation.purpose,
    tsp_token_id: personalisation.tspTokenId,
    virtual_card_id: personalisation.virtualCardId,
    step: personalisation.step,
    sealed_elements: personalisation.sealedElements,
    parts: toDocument(personalisation.parts),
    failure: personalisation.failure,
    attempts: personalisation.attempts,
    created_at: personalisation.createdAt,
    due_at: personalisation.dueAt,
  };
}

function fromRow(row: Selectable<PersonalisationTable>): Personalisation {
  return {
    personalisationId: row.personalisation_id,
    tsp: row.tsp,
    issuerId: row.issuer_id,
    correlationId: row.correlation_id,
    purpose: row.purpose,
    tspTokenId: row.tsp_token_id,
    virtualCardId: row.virtual_card_id,
    step: row.step,
    sealedElements: row.sealed_elements,
    parts: row.parts,
    failure: row.failure,
    attempts: row.attempts,
    createdAt: row.created_at,
    dueAt: row.due_at,
  };
}
