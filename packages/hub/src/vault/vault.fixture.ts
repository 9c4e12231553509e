import { createSecretKey } from 'node:crypto';
import type { Vault } from '../ports/vault.ts';
import type { KeyStore } from './key-store.ts';
import { openBox, sealBox } from './sealed-box.ts';
import { openVault } from './vault.ts';

const key = createSecretKey(Buffer.alloc(32, 1));
const context = Buffer.alloc(0);

/** A vault whose key everybody knows, over the keys of a test store. */
export function openTestVault({ vaultKeys }: { vaultKeys: KeyStore }): Promise<Vault> {
  return openVault({
    keyProvider: {
      description: 'test key',
      wrap: async (_, content) => sealBox({ key, context }, content),
      unwrap: async (_, wrapped) => openBox({ key, context }, wrapped),
    },
    keyStore: vaultKeys,
  });
}
