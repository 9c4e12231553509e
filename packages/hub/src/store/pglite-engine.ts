import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import type { Engine } from './engine.ts';
import { lockFolder } from './folder-lock.ts';
import { typeParsers } from './type-parsers.ts';

/** Longest wait for the one connection, in milliseconds: turns a forgotten connection into an error. */
const connectionTimeout = 30_000;

/** Opens or makes the database in `folder`. Throws when another process has it open. */
export async function openPgliteFolder(folder: string): Promise<Engine> {
  const path = resolve(folder);
  await mkdir(dirname(path), { recursive: true });
  const lock = await lockFolder(path);
  try {
    const pglite = await PGlite.create(path);
    return pgliteEngine(pglite, () => lock.release());
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** An empty database that ends with the process. */
export async function openPgliteInMemory(): Promise<Engine> {
  return pgliteEngine(await PGlite.create(), async () => {});
}

/** PGlite that is open already, and what to do once it is closed. */
export function pgliteEngine(pglite: PGlite, release: () => Promise<void>): Engine {
  // One connection, kept for good: PGlite is one session, so concurrent callers must queue for it.
  const options = Object.assign(createPgConfig(pglite), {
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: connectionTimeout,
    types: typeParsers(),
  });
  const close = async () => {
    await pglite.close();
    await release();
  };
  return { name: 'pglite', pool: new pg.Pool(options), close };
}
