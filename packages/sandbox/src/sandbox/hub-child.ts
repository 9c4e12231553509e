import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { HubMessage } from '@countermark/hub/main/hub-process';

/** A hub in a process of its own. */
export interface HubChild {
  pid: number;
  peersUrl: string;
  operatorUrl: string;
  detokenizationUrl: string;
  /** Resolves when the process has ended, asked or not. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/** The hub said why it does not start. */
export class HubDidNotStart extends Error {}

/** How long a hub may take to stop before it is ended by force, in milliseconds. */
const patience = 10_000;

/**
 * Young objects a hub may gather before it looks which of them are garbage, in MB. Unasked, V8 lets that grow to three
 * times 32 MB, more than all that a hub keeps.
 */
const youngObjects = 4;

/**
 * Old objects a hub may have at most, in MB: three times what it keeps. Unasked, V8 takes its limit from the machine's
 * memory, and on a large and busy one puts off looking for garbage.
 */
const oldObjects = 256;

/** Starts a hub and waits until it listens. It ends when this process does, however that ends. */
export async function startHubChild({
  configFile,
  logFile,
}: {
  configFile: string;
  logFile: string;
}): Promise<HubChild> {
  const entry = fileURLToPath(import.meta.resolve('@countermark/hub/main/sandboxed-hub'));
  return startHubEntry({ entry, words: [configFile], logFile });
}

/** As startHubChild, for a hub with an entry of its own. `words`: its command line. */
export async function startHubEntry({
  entry,
  words,
  logFile,
}: {
  entry: string;
  words: readonly string[];
  logFile: string;
}): Promise<HubChild> {
  const log = await open(logFile, 'a', 0o600);
  const child = fork(entry, words, {
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
    execArgv: [`--max-semi-space-size=${youngObjects}`, `--max-old-space-size=${oldObjects}`],
  });
  await log.close();
  const ended = once(child, 'exit').then(() => undefined);
  const listening = await firstMessage(child, logFile);
  return {
    pid: child.pid ?? 0,
    peersUrl: listening.peersUrl,
    operatorUrl: listening.operatorUrl,
    detokenizationUrl: listening.detokenizationUrl ?? '',
    ended,
    stop: () => stop(child, ended),
  };
}

async function firstMessage(
  child: ChildProcess,
  logFile: string,
): Promise<Extract<HubMessage, { kind: 'listening' }>> {
  const [message] = await Promise.race([
    once(child, 'message') as Promise<[HubMessage]>,
    once(child, 'exit').then(
      () => [{ kind: 'failed', message: `The hub ended early; its log is ${logFile}` }] as const,
    ),
  ]);
  if (message.kind === 'failed') throw new HubDidNotStart(message.message);
  return message;
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), patience);
  await ended;
  clearTimeout(force);
}
