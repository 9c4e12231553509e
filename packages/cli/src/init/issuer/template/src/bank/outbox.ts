import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A text for a cardholder. */
export interface Message {
  channel: 'SMS' | 'EMAIL';
  to: string;
  text: string;
}

/** Writes a message into the folder `outbox`: put your gateway here. One-time passwords are in it, so no log is a place for it. */
export async function send({ channel, to, text }: Message): Promise<void> {
  await mkdir('outbox', { recursive: true, mode: 0o700 });
  const file = join('outbox', `${Date.now()}-${randomUUID()}.txt`);
  await writeFile(file, `${channel} to ${to}\n\n${text}\n`, { mode: 0o600 });
}
