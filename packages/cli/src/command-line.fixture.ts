import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOperatorApi, operatorToken } from '@countermark/hub/peers/operator/inbound/operator-api.fixture';
import { run } from './run.ts';
import type { Terminal } from './terminal.ts';

/** What came of one command line. */
export interface CommandResult {
  exitCode: number;
  out: string;
  err: string;
}

/** Runs a command line as a person would, in a folder and an environment of its own. */
export async function runCommand(
  words: readonly string[],
  surroundings: Partial<Pick<Terminal, 'env' | 'folder' | 'colour'>> = {},
): Promise<CommandResult> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    colour: false,
    env: {},
    folder: tmpdir(),
    ...surroundings,
    out: text => out.push(text),
    err: text => err.push(text),
  };
  const exitCode = await run(['node', 'countermark', ...words], terminal);
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
}

/** A folder that is gone after the tests. */
export async function temporaryFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'countermark-'));
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

/** The operator API of a hub with a store, over HTTP, and command lines, their words parted by spaces, that find it. */
export async function listeningHub() {
  const { folder, remove } = await temporaryFolder();
  const api = await openOperatorApi();
  const url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  const env = { COUNTERMARK_OPERATOR_URL: url, COUNTERMARK_OPERATOR_TOKEN: operatorToken };
  const countermark = (line: string) => runCommand(line.trim().split(/\s+/), { env, folder });
  return {
    store: api.store,
    clock: api.operator.clock,
    url,
    folder,
    countermark,
    /** What a command that must be fine printed. */
    printed: async (line: string) => {
      const { exitCode, out, err } = await countermark(line);
      assert.equal(exitCode, 0, err);
      assert.equal(err, '');
      return out;
    },
    close: async () => {
      await api.close();
      await remove();
    },
  };
}
