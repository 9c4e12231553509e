import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const command = join(import.meta.dirname, '../../packages/cli/src/bin.ts');
const run = promisify(execFile);

export interface ProductionHub {
  peersUrl: string;
  /** PEM file of the authority behind its certificates. */
  authority: string;
  /** What card data is sealed with for it. */
  envelope: { keyIdentifier: string; certificatePem: string };
  /** Runs one `countermark` command as the hub's operator; throws with what it said when it fails. */
  operate(words: readonly string[], options: Readonly<Record<string, string>>): Promise<void>;
  /** Resolves when the process has ended. */
  stop(): Promise<void>;
}

/** Makes an identity with `countermark keys create` and starts `countermark serve` with it, on free ports. */
export async function startProductionHub(options: {
  folder: string;
  databaseUrl: string;
}): Promise<ProductionHub> {
  const identity = join(options.folder, 'identity');
  const config = join(options.folder, 'countermark.yaml');
  await countermark(['keys', 'create', identity]);
  await writeFile(config, configuration);
  const envelope = await readEnvelopeCertificate(identity);
  const serving = spawn(process.execPath, [command, 'serve', '--config', config], {
    env: { ...process.env, DATABASE_URL: options.databaseUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(serving, 'exit');
  const { peersUrl, operatorUrl } = await readAddresses(serving.stdout);
  const operator = { 'operator-url': operatorUrl, 'operator-token-file': join(identity, 'operator-token') };
  return {
    peersUrl,
    authority: join(identity, 'ca.pem'),
    envelope,
    operate: (words, given) => {
      const named = Object.entries({ ...given, ...operator });
      return countermark([...words, ...named.flatMap(([name, value]) => [`--${name}`, value])]);
    },
    stop: async () => {
      serving.kill('SIGTERM');
      await ended;
    },
  };
}

async function countermark(args: readonly string[]): Promise<void> {
  await run(process.execPath, [command, ...args]);
}

/** The database is given by DATABASE_URL, as operators do. */
const configuration = `
identity:
  folder: identity
listen:
  peers: { host: 127.0.0.1, port: 0 }
  operator: { host: 127.0.0.1, port: 0 }
log:
  level: warn
`;

async function readAddresses(stdout: NodeJS.ReadableStream) {
  let peersUrl: string | undefined;
  let operatorUrl: string | undefined;
  for await (const line of createInterface({ input: stdout })) {
    peersUrl ??= /^Peers (\S+)/.exec(line)?.[1];
    operatorUrl ??= /^Operator API (\S+)/.exec(line)?.[1];
    if (peersUrl !== undefined && operatorUrl !== undefined) return { peersUrl, operatorUrl };
  }
  throw new Error('countermark serve ended before it was ready; it has told why on standard error');
}

async function readEnvelopeCertificate(identity: string) {
  for (const name of await readdir(identity)) {
    const keyIdentifier = /^envelope-(.+)\.pem$/.exec(name)?.[1];
    if (keyIdentifier === undefined) continue;
    return { keyIdentifier, certificatePem: await readFile(join(identity, name), 'utf8') };
  }
  throw new Error('countermark keys create made no envelope certificate');
}
