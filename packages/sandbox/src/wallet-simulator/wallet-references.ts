import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { WalletName } from './wallets.ts';

/** The names a wallet makes up for cards and users. Equal input, equal name, over restarts and devices. */
export interface WalletReferences {
  /** The funding card as this wallet knows it (Apple Pay: FPANID). */
  walletCardRefId(wallet: WalletName, pan: string): string;
  /** The one user account that the simulator has at this wallet. */
  walletUserId(wallet: WalletName): string;
}

/**
 * Opens the references kept under the secret in `stateFile`; the first time, makes the file with a new secret. It
 * holds nothing else, and without it no reference tells a card.
 */
export async function openWalletReferences(stateFile: string): Promise<WalletReferences> {
  const secret = (await readSecret(stateFile)) ?? (await makeSecret(stateFile));
  return {
    walletCardRefId: (wallet, pan) => reference(secret, `card ${wallet} ${pan}`),
    walletUserId: wallet => reference(secret, `user ${wallet}`),
  };
}

async function readSecret(stateFile: string): Promise<Buffer | undefined> {
  const text = await readFile(stateFile, 'utf8').catch(whenMissing);
  if (text === undefined) return undefined;
  const { secret } = JSON.parse(text) as { secret?: unknown };
  if (typeof secret !== 'string' || secret === '') throw new Error(`${stateFile} holds no "secret"`);
  return Buffer.from(secret, 'base64url');
}

function whenMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

async function makeSecret(stateFile: string): Promise<Buffer> {
  const secret = randomBytes(32);
  const text = `${JSON.stringify({ secret: secret.toString('base64url') })}\n`;
  await mkdir(dirname(stateFile), { recursive: true, mode: 0o700 });
  await writeFile(stateFile, text, { mode: 0o600, flag: 'wx' });
  return secret;
}

/** In the form of a UUID, which nobody takes for a card number however its digits fall. */
function reference(secret: Buffer, name: string): string {
  const hex = createHmac('sha256', secret).update(name).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
