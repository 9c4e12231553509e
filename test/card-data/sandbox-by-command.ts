import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxDescription } from '@countermark/sandbox/sandbox/sandbox-description';

const command = join(import.meta.dirname, '../../packages/cli/src/bin.ts');

/** A sandbox as a person runs it: by the `countermark` command, and all that it and other commands print. */
export class SandboxByCommand {
  readonly folder: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #printed: Buffer[] = [];
  #stop: () => Promise<void> = async () => undefined;

  constructor({ folder, databaseUrl }: { folder: string; databaseUrl: string | null }) {
    this.folder = folder;
    const { DATABASE_URL: _, ...environment } = process.env;
    this.#environment = { ...environment, ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }) };
  }

  /** Everything printed so far, on standard output and standard error. */
  get printed(): Buffer {
    return Buffer.concat(this.#printed);
  }

  /** Resolves when the sandbox says that it is ready. */
  async start(): Promise<SandboxDescription> {
    const child = this.#spawn('sandbox', '--folder', this.folder, '--port', '0');
    const ended = once(child, 'exit');
    this.#stop = async () => {
      child.kill('SIGINT');
      await ended;
    };
    const ready = Promise.withResolvers<void>();
    child.stdout.on('data', () => this.printed.includes('Sandbox is ready') && ready.resolve());
    const ending = ended.then(() =>
      Promise.reject(new Error(`The sandbox ended: ${this.printed.toString()}`)),
    );
    await Promise.race([ready.promise, ending]);
    ending.catch(() => undefined);
    return JSON.parse(await readFile(join(this.folder, 'sandbox.json'), 'utf8')) as SandboxDescription;
  }

  /** Runs another command against the sandbox to its end; resolves with its exit code. */
  async run(...args: string[]): Promise<number> {
    return (await this.#runToEnd(args)).code;
  }

  /** The same, for what it prints on standard output, whatever its exit code. */
  async output(...args: string[]): Promise<string> {
    return (await this.#runToEnd(args)).output;
  }

  /** Ends the sandbox as Ctrl-C does; its folder stays. */
  stop(): Promise<void> {
    return this.#stop();
  }

  async #runToEnd(args: readonly string[]): Promise<{ code: number; output: string }> {
    const child = this.#spawn(...args, '--folder', this.folder);
    const pieces: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    const [code] = (await once(child, 'close')) as [number];
    return { code, output: Buffer.concat(pieces).toString() };
  }

  #spawn(...args: string[]) {
    const child = spawn(process.execPath, [command, ...args], {
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => this.#printed.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => this.#printed.push(chunk));
    return child;
  }
}
