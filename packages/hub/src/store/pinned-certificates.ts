import { sql } from 'kysely';
import type { PinnedCertificate } from '../core/issuer.ts';
import type { Handle } from './handle.ts';

/** Certificates pinned for one kind of peer: a table with a row for each, and the column that says whose it is. */
type CertificateTable =
  | { table: 'issuer_certificate'; owner: 'issuer_id' }
  | { table: 'requestor_certificate'; owner: 'requestor_id' }
  | { table: 'detokenizer_certificate'; owner: 'detokenizer_id' }
  | { table: 'tsp_certificate'; owner: 'tsp' };

export function pinnedCertificates(db: Handle, { table, owner }: CertificateTable) {
  const certificates = sql.table(table);
  const ownerId = sql.ref(owner);
  return {
    async pinCertificate(
      id: string,
      { fingerprint, certificatePem, notAfter }: PinnedCertificate,
    ): Promise<void> {
      await sql`
        insert into ${certificates} (${ownerId}, fingerprint, certificate_pem, not_after)
        values (${id}, ${fingerprint}, ${certificatePem}, ${notAfter})
        on conflict (${ownerId}, fingerprint)
        do update set certificate_pem = excluded.certificate_pem, not_after = excluded.not_after`.execute(db);
    },

    async certificates(id: string): Promise<PinnedCertificate[]> {
      const { rows } = await sql<PinnedCertificate>`
        select fingerprint, certificate_pem as "certificatePem", not_after as "notAfter" from ${certificates}
        where ${ownerId} = ${id} order by fingerprint`.execute(db);
      return rows;
    },
  };
}
