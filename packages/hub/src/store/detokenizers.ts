import type { Selectable } from 'kysely';
import type { Detokenizer } from '../core/detokenizer.ts';
import type { DetokenizerStore } from '../ports/aggregates/detokenizers.ts';
import type { Handle } from './handle.ts';
import { pinnedCertificates } from './pinned-certificates.ts';
import type { DetokenizerTable } from './schema/detokenizers.ts';

export function detokenizerStore(db: Handle): DetokenizerStore {
  const detokenizers = () => db.selectFrom('detokenizer').selectAll();
  return {
    async save({ detokenizerId, ...detokenizer }) {
      const values = {
        name: detokenizer.name,
        encryption_certificate_pem: detokenizer.encryptionCertificatePem,
        answers: detokenizer.answers,
        sealed_mac_key: detokenizer.sealedMacKey,
      };
      await db
        .insertInto('detokenizer')
        .values({ detokenizer_id: detokenizerId, ...values })
        .onConflict(conflict => conflict.column('detokenizer_id').doUpdateSet(values))
        .execute();
    },

    async find(detokenizerId) {
      const row = await detokenizers().where('detokenizer_id', '=', detokenizerId).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async list() {
      const rows = await detokenizers().orderBy('detokenizer_id').execute();
      return rows.map(fromRow);
    },

    ...pinnedCertificates(db, { table: 'detokenizer_certificate', owner: 'detokenizer_id' }),

    async findByCertificate(fingerprint) {
      const row = await db
        .selectFrom('detokenizer_certificate')
        .innerJoin('detokenizer', 'detokenizer.detokenizer_id', 'detokenizer_certificate.detokenizer_id')
        .selectAll('detokenizer')
        .where('detokenizer_certificate.fingerprint', '=', fingerprint)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },
  };
}

function fromRow(row: Selectable<DetokenizerTable>): Detokenizer {
  return {
    detokenizerId: row.detokenizer_id,
    name: row.name,
    encryptionCertificatePem: row.encryption_certificate_pem,
    answers: row.answers,
    sealedMacKey: row.sealed_mac_key,
  };
}
