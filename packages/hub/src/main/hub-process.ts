import type { Hub } from '../ports/hub.ts';
import { ConfigError, readConfig } from './config.ts';
import { type Mode, openHub } from './open-hub.ts';

/** What a hub tells the process that started it. */
export type HubMessage =
  | { kind: 'listening'; peersUrl: string; operatorUrl: string; detokenizationUrl: string | null }
  | { kind: 'failed'; message: string };

/**
 * Runs a hub until it is told to stop: by SIGINT, SIGTERM, or the end of the process that forked it. Resolves with the
 * exit code.
 */
export async function runHubProcess({
  configFile,
  mode,
  around,
}: {
  configFile: string;
  mode: Mode;
  /** As openHub's. */
  around?: (hub: Hub) => Hub;
}): Promise<number> {
  const stopped = stopRequested();
  try {
    const hub = await openHub(await readConfig(configFile, process.env), mode, around);
    const { peersUrl, operatorUrl, detokenizationUrl } = hub;
    tell({ kind: 'listening', peersUrl, operatorUrl, detokenizationUrl });
    await stopped;
    await hub.close();
    return 0;
  } catch (error) {
    tell({ kind: 'failed', message: reasonForPeople(error) });
    return 1;
  } finally {
    if (process.connected) process.disconnect();
  }
}

function stopRequested(): Promise<void> {
  return new Promise(resolve => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    process.once('disconnect', () => resolve());
  });
}

/** To the parent when forked, else to the person at the terminal. */
function tell(message: HubMessage): void {
  if (process.send) process.send(message);
  else if (message.kind === 'failed') process.stderr.write(`countermark: ${message.message}\n`);
  else {
    const { peersUrl, operatorUrl, detokenizationUrl } = message;
    const lines = [`Peers ${peersUrl}`, `Operator API ${operatorUrl}`];
    if (detokenizationUrl !== null) lines.push(`Detokenization ${detokenizationUrl}`);
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}

/** What to do about a hub that did not start; a stranger's fault shows its own message. */
export function reasonForPeople(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const { code, port, address } = error as { code?: string; port?: number; address?: string };
  if (code === 'EADDRINUSE')
    return `Port ${port} at ${address} is taken: stop what uses it or choose another port`;
  if (code === 'ECONNREFUSED')
    return 'The database does not answer: is it running, and is DATABASE_URL right?';
  return error instanceof Error ? error.message : String(error);
}
