import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portsFrom } from '../../packages/sandbox/src/sandbox/sandbox-ports.ts';
import { type RunningSandbox, startSandbox } from '../../packages/sandbox/src/sandbox/start-sandbox.ts';
import { type SandboxClient, sandboxClient } from '../../packages/sandbox/src/sandbox-client.ts';
import { createDatabase, testEngine } from './postgresql.ts';

/** A whole sandbox for one test file: hub in a process of its own, real TLS, on the engine the run is for. */
export interface TestSandbox extends RunningSandbox {
  client: SandboxClient;
  folder: string;
  /** `postgres://…` when the run is for PostgreSQL, else null. */
  databaseUrl: string | null;
}

/** Starts a sandbox on free ports in a new folder; `close` leaves nothing behind. */
export async function startTestSandbox(engine = testEngine()): Promise<TestSandbox> {
  const folder = await mkdtemp(join(tmpdir(), 'countermark-'));
  const database =
    engine === 'postgresql' ? await createDatabase(`sandbox_${randomBytes(6).toString('hex')}`) : null;
  const sandbox = await startSandbox({
    folder,
    ports: portsFrom(0),
    data: 'keep',
    databaseUrl: database?.url ?? null,
    progress: () => undefined,
  });
  return {
    ...sandbox,
    client: sandboxClient(sandbox.description),
    folder,
    databaseUrl: database?.url ?? null,
    async close() {
      await sandbox.close();
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
