import { Kysely, PostgresDialect } from 'kysely';
import type { Store } from '../ports/store.ts';
import type { KeyStore } from '../vault/key-store.ts';
import { aggregates } from './aggregates.ts';
import type { Engine } from './engine.ts';
import { guardedPool } from './guarded-pool.ts';
import { migrate } from './migrate.ts';
import { openPostgresql } from './postgresql-engine.ts';
import type { Database } from './schema/database.ts';
import { type SettingStore, settingStore } from './settings.ts';
import { transactionScope } from './transaction-scope.ts';
import { vaultKeyStore } from './vault-keys.ts';

export interface OpenStore extends Store {
  engine: Engine['name'];
  /** For modules that keep tables of their own. Refused inside of `transaction`, as the store itself is. */
  database: Kysely<Database>;
  settings: SettingStore;
  vaultKeys: KeyStore;
  close(): Promise<void>;
}

/**
 * Opens the database and brings its schema up to date.
 *
 * `url` is `postgres://…` (or `postgresql://…`), `pglite:<folder>` or `pglite:memory`. A folder is opened by one process
 * at a time. Throws when the database cannot be reached, opened or migrated.
 */
export async function openStore({ url }: { url: string }): Promise<OpenStore> {
  return openStoreOn(await openEngine(url));
}

/** As openStore, on an engine that is open already and is closed with the store. */
export async function openStoreOn(engine: Engine): Promise<OpenStore> {
  const scope = transactionScope();
  const dialect = new PostgresDialect({ pool: guardedPool(engine.pool, scope) });
  const database = new Kysely<Database>({ dialect });
  const close = async () => {
    await database.destroy();
    await engine.close();
  };
  try {
    await migrate(database);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...aggregates(database),
    transaction: work => database.transaction().execute(tx => scope.enter(() => work(aggregates(tx)))),
    engine: engine.name,
    database,
    settings: settingStore(database),
    vaultKeys: vaultKeyStore(database),
    close,
  };
}

async function openEngine(url: string): Promise<Engine> {
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgresql(url);
  const place = /^pglite:(.+)$/.exec(url)?.[1];
  if (place === undefined) {
    // Without the text given: it may hold a password.
    throw new Error('The database is given as postgres://…, pglite:<folder> or pglite:memory');
  }
  // Production runs on PostgreSQL and need not load a database it does not use.
  const { openPgliteFolder, openPgliteInMemory } = await import('./pglite-engine.ts');
  return place === 'memory' ? openPgliteInMemory() : openPgliteFolder(place);
}
