import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Why nothing can be installed here, as a reason to skip; false where it can, and in CI, where nothing is skipped. */
export const skip = process.env['CI'] !== 'true' && isOffline() && 'npm cannot reach its registry';

/** A folder outside the repository, in which nothing of it is found: as that of somebody who installs the packages. */
export interface EmptyFolder {
  path: string;
  /** Surroundings of commands: the machine's own Node and npm, and nothing of the repository. */
  env: NodeJS.ProcessEnv;
  /** Runs a command to its end and gives what it printed; rejects when it fails. */
  run(command: string, ...args: string[]): Promise<string>;
  /** Starts a command and waits until it has printed `words`. It is ended when the folder is removed. */
  start(words: string, command: string, ...args: string[]): Promise<void>;
  remove(): Promise<void>;
}

export async function emptyFolder(): Promise<EmptyFolder> {
  const path = await mkdtemp(join(tmpdir(), 'countermark-user-'));
  const env = machineEnvironment();
  const stops: (() => Promise<void>)[] = [];
  return {
    path,
    env,
    async run(command, ...args) {
      const { stdout } = await run(command, args, { cwd: path, env });
      return stdout;
    },
    async start(words, command, ...args) {
      // A group of its own, for a command that is run by npx is several processes.
      const child = spawn(command, args, {
        cwd: path,
        env,
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit');
      stops.push(async () => {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
        await ended;
      });
      let printed = '';
      const said = Promise.withResolvers<void>();
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        if (printed.includes(words)) said.resolve();
      });
      const ending = ended.then(() => {
        throw new Error(`${command} ${args.join(' ')} ended, and had printed:\n${printed}`);
      });
      await Promise.race([said.promise, ending]);
      ending.catch(() => undefined);
    },
    async remove() {
      for (const stop of stops) await stop();
      await rm(path, { recursive: true });
    },
  };
}

/** What `npm test` and `.ci/run` add to the surroundings leads back into the repository. */
function machineEnvironment(): NodeJS.ProcessEnv {
  const { npm_config_local_prefix: _, INIT_CWD: __, NODE_OPTIONS: ___, ...rest } = process.env;
  const path = (rest['PATH'] ?? '').split(delimiter).filter(folder => !folder.includes('node_modules'));
  return { ...rest, PATH: path.join(delimiter) };
}

function isOffline(): boolean {
  return spawnSync('npm', ['view', 'commander@15.1.0', 'version', '--fetch-retries=0']).status !== 0;
}
