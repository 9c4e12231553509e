import type { KeyStore } from '../vault/key-store.ts';
import { atomically, type Handle } from './handle.ts';

export function vaultKeyStore(db: Handle): KeyStore {
  return {
    async list() {
      const rows = await db
        .selectFrom('vault_key')
        .selectAll()
        .orderBy('created_at')
        .orderBy('key_id')
        .execute();
      return rows.map(row => ({
        keyId: row.key_id,
        purpose: row.purpose,
        wrapped: row.wrapped,
        createdAt: row.created_at,
        retiredAt: row.retired_at,
      }));
    },

    async addFirst(key) {
      await db
        .insertInto('vault_key')
        .values({ key_id: key.keyId, purpose: key.purpose, wrapped: key.wrapped })
        .onConflict(conflict => conflict.column('purpose').where('retired_at', 'is', null).doNothing())
        .execute();
    },

    replace: (keyId, successor) =>
      atomically(db, async tx => {
        const retired = await tx
          .updateTable('vault_key')
          .set(({ fn }) => ({ retired_at: fn<Date>('now') }))
          .where('key_id', '=', keyId)
          .where('retired_at', 'is', null)
          .executeTakeFirst();
        if (retired.numUpdatedRows === 0n) return false;
        await tx
          .insertInto('vault_key')
          .values({ key_id: successor.keyId, purpose: successor.purpose, wrapped: successor.wrapped })
          .execute();
        return true;
      }),
  };
}
