import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import type { SandboxDescription } from '@countermark/sandbox/sandbox/sandbox-description';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';

/** Somewhere a card number must not be. */
export interface Place {
  pieces(): AsyncIterable<Piece>;
  /** Puts something there, as whoever writes to the place would. */
  plant(planted: { text: string; bytes: Buffer }): Promise<void>;
  /** Bytes are written as hexadecimal text there: those of a BCD number read as the number. */
  writesBytesAsHex: boolean;
}

export interface Piece {
  name: string;
  content: Buffer;
}

/** What commands printed. */
export function consoleOutput(printed: Buffer): Place {
  let content = printed;
  return {
    pieces: async function* () {
      yield { name: 'console', content };
    },
    plant: async ({ text, bytes }) => {
      content = Buffer.concat([content, Buffer.from(text), bytes]);
    },
    writesBytesAsHex: false,
  };
}

/** What the hub of a sandbox logged. */
export function hubLog(folder: string): Place {
  const file = join(folder, 'hub', 'hub.log');
  return {
    pieces: async function* () {
      yield { name: 'hub.log', content: await readFile(file) };
    },
    plant: ({ text, bytes }) => appendFile(file, Buffer.concat([Buffer.from(text), bytes])),
    writesBytesAsHex: false,
  };
}

/** Every file of a sandbox but its hub's log and database; what `sandbox.json` said is gone with the process. */
export function sandboxFolder(folder: string, description: SandboxDescription): Place {
  const others = [join(folder, 'hub', 'hub.log'), databaseFolder(folder)];
  return {
    pieces: async function* () {
      yield { name: 'sandbox.json', content: Buffer.from(JSON.stringify(description)) };
      yield* filesOf(folder, { without: others });
    },
    plant: ({ text, bytes }) =>
      appendFile(join(folder, 'wallet-simulator.json'), Buffer.concat([Buffer.from(text), bytes])),
    writesBytesAsHex: false,
  };
}

/** The files of a sandbox's embedded database, which is closed. */
export function pgliteFolder(folder: string): Place {
  const database = databaseFolder(folder);
  return {
    pieces: () => filesOf(database, { without: [] }),
    async plant({ text, bytes }) {
      const pglite = await PGlite.create(database);
      await pglite.exec('create table planted (text text, bytes bytea)');
      await pglite.query('insert into planted values ($1, $2)', [text, bytes]);
      await pglite.close();
    },
    writesBytesAsHex: false,
  };
}

/** A plain `pg_dump` of a database. */
export function plainDump(databaseUrl: string): Place {
  return {
    pieces: async function* () {
      const { stdout } = await promisify(execFile)(await pgDump(), ['--dbname', databaseUrl], {
        encoding: 'buffer',
        maxBuffer: 1024 * 1024 * 1024,
      });
      yield { name: 'dump', content: stdout };
    },
    async plant({ text, bytes }) {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query('create table planted (text text, bytes bytea)');
      await client.query('insert into planted values ($1, $2)', [text, bytes]);
      await client.end();
    },
    writesBytesAsHex: true,
  };
}

function databaseFolder(folder: string): string {
  return join(folder, 'hub', 'database');
}

async function* filesOf(folder: string, { without }: { without: readonly string[] }): AsyncGenerator<Piece> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || without.some(other => path === other || path.startsWith(`${other}/`))) continue;
    yield { name: relative(folder, path), content: await readFile(path) };
  }
}

/** From the PATH, else of the newest server installed the Debian way. */
async function pgDump(): Promise<string> {
  const folders = (process.env['PATH'] ?? '').split(':');
  const onPath = folders.map(folder => join(folder, 'pg_dump')).find(existsSync);
  if (onPath !== undefined) return onPath;
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  if (newest === undefined)
    throw new Error('pg_dump is found neither on the PATH nor in /usr/lib/postgresql');
  return join('/usr/lib/postgresql', newest, 'bin/pg_dump');
}
