import type { Selectable } from 'kysely';
import { defaultIssuerSettings, type Issuer } from '../core/issuer.ts';
import type { IssuerStore } from '../ports/aggregates/issuers.ts';
import { toDocument } from './documents.ts';
import type { Handle } from './handle.ts';
import { pinnedCertificates } from './pinned-certificates.ts';
import { assertSaved } from './saved.ts';
import type { IssuerTable } from './schema/issuers.ts';

export function issuerStore(db: Handle): IssuerStore {
  return {
    async save(issuer) {
      const values = { name: issuer.name, settings: toDocument(issuer.settings) };
      await db
        .insertInto('issuer')
        .values({ issuer_id: issuer.issuerId, ...values })
        .onConflict(conflict => conflict.column('issuer_id').doUpdateSet(values))
        .execute();
    },

    async find(issuerId) {
      const row = await db
        .selectFrom('issuer')
        .selectAll()
        .where('issuer_id', '=', issuerId)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async list() {
      const rows = await db.selectFrom('issuer').selectAll().orderBy('issuer_id').execute();
      return rows.map(fromRow);
    },

    async saveKey(key) {
      const values = { certificate_pem: key.certificatePem, created_at: key.createdAt };
      await db
        .insertInto('issuer_key')
        .values({ issuer_id: key.issuerId, key_identifier: key.keyIdentifier, ...values })
        .onConflict(conflict => conflict.columns(['issuer_id', 'key_identifier']).doUpdateSet(values))
        .execute();
    },

    async removeKey(issuerId, keyIdentifier) {
      const { numDeletedRows } = await db
        .deleteFrom('issuer_key')
        .where('issuer_id', '=', issuerId)
        .where('key_identifier', '=', keyIdentifier)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    async keys(issuerId) {
      const rows = await db
        .selectFrom('issuer_key')
        .selectAll()
        .where('issuer_id', '=', issuerId)
        .orderBy('created_at', 'desc')
        .orderBy('key_identifier')
        .execute();
      return rows.map(row => ({
        issuerId: row.issuer_id,
        keyIdentifier: row.key_identifier,
        certificatePem: row.certificate_pem,
        createdAt: row.created_at,
      }));
    },

    async savePublicKey({ issuerId: issuer_id, purpose, keyIdentifier: key_identifier, ...key }) {
      const values = { public_key_pem: key.publicKeyPem, created_at: key.createdAt };
      await db
        .insertInto('issuer_public_key')
        .values({ issuer_id, purpose, key_identifier, ...values })
        .onConflict(conflict =>
          conflict.columns(['issuer_id', 'purpose', 'key_identifier']).doUpdateSet(values),
        )
        .execute();
    },

    async removePublicKey({ issuerId, purpose, keyIdentifier }) {
      const { numDeletedRows } = await db
        .deleteFrom('issuer_public_key')
        .where('issuer_id', '=', issuerId)
        .where('purpose', '=', purpose)
        .where('key_identifier', '=', keyIdentifier)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    async publicKeys(issuerId, purpose) {
      const rows = await db
        .selectFrom('issuer_public_key')
        .selectAll()
        .where('issuer_id', '=', issuerId)
        .where('purpose', '=', purpose)
        .orderBy('created_at', 'desc')
        .orderBy('key_identifier')
        .execute();
      return rows.map(row => ({
        issuerId: row.issuer_id,
        purpose: row.purpose,
        keyIdentifier: row.key_identifier,
        publicKeyPem: row.public_key_pem,
        createdAt: row.created_at,
      }));
    },

    async sealedClientSecret(issuerId) {
      const row = await db
        .selectFrom('issuer')
        .select('sealed_client_secret')
        .where('issuer_id', '=', issuerId)
        .executeTakeFirst();
      return row?.sealed_client_secret ?? null;
    },

    async saveClientSecret(issuerId, sealed) {
      const result = await db
        .updateTable('issuer')
        .set({ sealed_client_secret: sealed })
        .where('issuer_id', '=', issuerId)
        .executeTakeFirst();
      assertSaved(result, `issuer ${issuerId}`);
    },

    ...pinnedCertificates(db, { table: 'issuer_certificate', owner: 'issuer_id' }),

    async unpinCertificate(issuerId, fingerprint) {
      const { numDeletedRows } = await db
        .deleteFrom('issuer_certificate')
        .where('issuer_id', '=', issuerId)
        .where('fingerprint', '=', fingerprint)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    async idsByCertificate(fingerprint) {
      const rows = await db
        .selectFrom('issuer_certificate')
        .select('issuer_id')
        .where('fingerprint', '=', fingerprint)
        .orderBy('issuer_id')
        .execute();
      return rows.map(row => row.issuer_id);
    },
  };
}

/** A setting that is younger than the issuer is as for every new one. */
function fromRow(row: Selectable<IssuerTable>): Issuer {
  const settings = { ...defaultIssuerSettings, ...row.settings };
  return { issuerId: row.issuer_id, name: row.name, settings };
}
