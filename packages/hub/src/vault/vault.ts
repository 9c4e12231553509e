import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { FieldAddress, Vault } from '../ports/vault.ts';
import type { KeyProvider } from './key-provider.ts';
import type { KeyPurpose, KeyStore, StoredKey, WrappedKey } from './key-store.ts';
import { openBox, sealBox } from './sealed-box.ts';

export interface OpenVault extends Vault {
  /**
   * Seals with a new key from now on; fields sealed before still open. Returns the id of the new key. Other processes
   * must `refresh` before they meet a field sealed with it.
   */
  rotateFieldKey(): Promise<string>;
  /** Takes up keys that other processes have added. */
  refresh(): Promise<void>;
}

/** Sealed field: version (1 byte), key id (8 bytes), box. */
const version = 1;
const keyIdLength = 8;
const headerLength = 1 + keyIdLength;
const keyLength = 32;

interface KeyRing {
  /** Every field key, by its id. */
  fields: Map<string, KeyObject>;
  currentField: string;
  fingerprint: KeyObject;
}

/**
 * Opens the vault of one database; the first to open it makes its keys. Throws when the provider's key-encryption key is
 * not the one this database's keys were wrapped with.
 */
export async function openVault(parts: { keyProvider: KeyProvider; keyStore: KeyStore }): Promise<OpenVault> {
  const { keyProvider, keyStore } = parts;
  await addMissingKeys(keyProvider, keyStore);
  let ring = await loadRing(keyProvider, keyStore);
  const refresh = async () => {
    ring = await loadRing(keyProvider, keyStore);
  };
  return {
    seal: (address, text) => sealField(ring, address, text),
    open: (address, sealed) => openField(ring, address, sealed),
    fingerprint: (domain, text) =>
      createHmac('sha256', ring.fingerprint).update(`${domain}\0${text}`).digest('hex'),
    refresh,
    rotateFieldKey: async () => {
      const successor = await newKey(keyProvider, 'field');
      // When another process was faster, its key is the new one and this one is dropped.
      await keyStore.replace(ring.currentField, successor);
      await refresh();
      return ring.currentField;
    },
  };
}

// --- Fields ----------------------------------------------------------------------------------------------------------

function sealField(ring: KeyRing, address: FieldAddress, text: string): Uint8Array {
  const keyId = ring.currentField;
  const key = fieldKey(ring, address, keyId);
  const box = sealBox({ key, context: contextOf(address, keyId) }, Buffer.from(text));
  return Uint8Array.from([version, ...Buffer.from(keyId, 'hex'), ...box]);
}

function openField(ring: KeyRing, address: FieldAddress, sealed: Uint8Array): string {
  if (sealed[0] !== version || sealed.length < headerLength) {
    throw new Error(`${nameOf(address)} is no sealed field of a known version`);
  }
  const keyId = Buffer.from(sealed.subarray(1, headerLength)).toString('hex');
  const key = fieldKey(ring, address, keyId);
  const content = openBox({ key, context: contextOf(address, keyId) }, sealed.subarray(headerLength));
  if (!content)
    throw new Error(`${nameOf(address)} does not open: it was changed, or sealed for another place`);
  return content.toString();
}

function fieldKey(ring: KeyRing, address: FieldAddress, keyId: string): KeyObject {
  const key = ring.fields.get(keyId);
  if (!key) throw new Error(`${nameOf(address)} does not open: key ${keyId} is unknown`);
  return key;
}

function contextOf({ table, column, rowId }: FieldAddress, keyId: string): Buffer {
  return Buffer.from(JSON.stringify([table, column, rowId, keyId]));
}

function nameOf({ table, column, rowId }: FieldAddress): string {
  return `${table}.${column} of ${rowId}`;
}

// --- Keys ------------------------------------------------------------------------------------------------------------

async function addMissingKeys(keyProvider: KeyProvider, keyStore: KeyStore): Promise<void> {
  const stored = await keyStore.list();
  for (const purpose of ['field', 'fingerprint'] as const) {
    if (!stored.some(key => key.purpose === purpose)) {
      await keyStore.addFirst(await newKey(keyProvider, purpose));
    }
  }
}

async function newKey(keyProvider: KeyProvider, purpose: KeyPurpose): Promise<WrappedKey> {
  const keyId = randomBytes(keyIdLength).toString('hex');
  const key = randomBytes(keyLength);
  const wrapped = await keyProvider.wrap({ keyId, purpose }, key);
  key.fill(0);
  return { keyId, purpose, wrapped };
}

/** Read back after keys were added: of two processes that start at once, both use the keys of the faster one. */
async function loadRing(keyProvider: KeyProvider, keyStore: KeyStore): Promise<KeyRing> {
  const stored = await keyStore.list();
  const fields = new Map<string, KeyObject>();
  for (const key of stored.filter(key => key.purpose === 'field')) {
    fields.set(key.keyId, await unwrapped(keyProvider, key));
  }
  return {
    fields,
    currentField: current(stored, 'field').keyId,
    fingerprint: await unwrapped(keyProvider, current(stored, 'fingerprint')),
  };
}

function current(stored: readonly StoredKey[], purpose: KeyPurpose): StoredKey {
  const key = stored.find(entry => entry.purpose === purpose && entry.retiredAt === null);
  if (!key) throw new Error(`the vault has no current ${purpose} key`);
  return key;
}

async function unwrapped(keyProvider: KeyProvider, key: StoredKey): Promise<KeyObject> {
  const bytes = await keyProvider.unwrap(key, key.wrapped);
  if (!bytes) {
    throw new Error(
      `this vault key does not belong to this database: ${keyProvider.description} does not unwrap key ${key.keyId}. ` +
        'Give the key the database was started with; what it holds cannot be read with another one.',
    );
  }
  const unlocked = createSecretKey(bytes);
  bytes.fill(0);
  return unlocked;
}
