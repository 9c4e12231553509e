import { createSecretKey, type KeyObject } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { KeyLabel, KeyProvider } from '../key-provider.ts';
import { openBox, sealBox } from '../sealed-box.ts';

const keyLength = 32;
const groupAndOthers = 0o077;

/**
 * Key-encryption key from a file: 32 bytes in base64, readable by its owner alone
 * (`(umask 077; openssl rand -base64 32 > vault.key)`). Throws when the file is missing, open to others or no such key.
 */
export async function fileKeyProvider(path: string): Promise<KeyProvider> {
  const key = await readKey(path);
  return {
    description: `key file ${path}`,
    wrap: async (label, content) => sealBox({ key, context: contextOf(label) }, content),
    unwrap: async (label, wrapped) => openBox({ key, context: contextOf(label) }, wrapped),
  };
}

function contextOf({ keyId, purpose }: KeyLabel): Buffer {
  return Buffer.from(JSON.stringify(['vault key', keyId, purpose]));
}

async function readKey(path: string): Promise<KeyObject> {
  const file = await open(path, 'r');
  try {
    const { mode } = await file.stat();
    // Windows has no such bits: there the file's access list is the owner's business.
    if (process.platform !== 'win32' && (mode & groupAndOthers) !== 0) {
      throw new Error(`The key file ${path} can be read by others than its owner: run chmod 600 on it`);
    }
    const bytes = decodeKey(await file.readFile('ascii'));
    if (!bytes) throw new Error(`The key file ${path} does not hold ${keyLength} bytes in base64`);
    const key = createSecretKey(bytes);
    bytes.fill(0);
    return key;
  } finally {
    await file.close();
  }
}

function decodeKey(text: string): Buffer | null {
  const encoded = text.trim();
  const bytes = Buffer.from(encoded, 'base64');
  // Node skips what is no base64; only the exact text counts as a key.
  return bytes.length === keyLength && bytes.toString('base64') === encoded ? bytes : null;
}
