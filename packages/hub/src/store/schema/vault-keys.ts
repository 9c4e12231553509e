import type { Generated } from 'kysely';
import type { KeyPurpose } from '../../vault/key-store.ts';

export interface VaultKeyTables {
  vault_key: VaultKeyTable;
}

interface VaultKeyTable {
  key_id: string;
  purpose: KeyPurpose;
  wrapped: Uint8Array;
  created_at: Generated<Date>;
  retired_at: Date | null;
}
