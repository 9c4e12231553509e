import type { Selectable } from 'kysely';
import type { TokenRequestor } from '../core/token-requestor.ts';
import type { RequestorStore } from '../ports/aggregates/requestors.ts';
import { toDocument } from './documents.ts';
import type { Handle } from './handle.ts';
import { pinnedCertificates } from './pinned-certificates.ts';
import type { TokenRequestorTable } from './schema/requestors.ts';

export function requestorStore(db: Handle): RequestorStore {
  return {
    async save(requestor) {
      const values = {
        name: requestor.name,
        token_requestor_ids: toDocument(requestor.tokenRequestorIds),
        callback_base: requestor.callbackBase,
        callback_trust: requestor.callbackTrust,
      };
      await db
        .insertInto('token_requestor')
        .values({ requestor_id: requestor.requestorId, ...values })
        .onConflict(conflict => conflict.column('requestor_id').doUpdateSet(values))
        .execute();
    },

    async find(requestorId) {
      const row = await db
        .selectFrom('token_requestor')
        .selectAll()
        .where('requestor_id', '=', requestorId)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async list() {
      const rows = await db.selectFrom('token_requestor').selectAll().orderBy('requestor_id').execute();
      return rows.map(fromRow);
    },

    ...pinnedCertificates(db, { table: 'requestor_certificate', owner: 'requestor_id' }),

    async findByCertificate(fingerprint) {
      const row = await db
        .selectFrom('requestor_certificate')
        .innerJoin('token_requestor', 'token_requestor.requestor_id', 'requestor_certificate.requestor_id')
        .selectAll('token_requestor')
        .where('requestor_certificate.fingerprint', '=', fingerprint)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },
  };
}

function fromRow(row: Selectable<TokenRequestorTable>): TokenRequestor {
  return {
    requestorId: row.requestor_id,
    name: row.name,
    tokenRequestorIds: row.token_requestor_ids,
    callbackBase: row.callback_base,
    callbackTrust: row.callback_trust,
  };
}
