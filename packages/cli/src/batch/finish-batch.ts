import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { BatchDetails } from '@countermark/wire/operator/batch';
import { CommandFailed } from '../command-failed.ts';
import type { OperatorClient } from '../operator-client.ts';
import { counted } from '../output/counted.ts';
import { type OutputOptions, print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';
import { followBatch } from './follow-batch.ts';

/**
 * Follows a batch file to its end, writes the file that answers it, and says what came of it.
 *
 * @throws CommandFailed when the file was refused, or a record failed
 */
export async function finishBatch(
  operator: OperatorClient,
  terminal: Terminal,
  { fileId, output, ...options }: { fileId: string; output: string } & OutputOptions,
): Promise<void> {
  const tell = options.json ? () => undefined : (progress: string) => terminal.err(progress);
  const file = await followBatch(operator, { fileId, tell });
  await writeOutput(operator, { fileId, output });
  print(
    terminal,
    { ...file, output },
    { ...options, inWords: done => `${summaryOf(done)}\nResults: ${output}` },
  );
  if (file.state === 'REFUSED') throw new CommandFailed(`The file was refused with code ${file.errorCode}`);
  if (file.failedRecords > 0) throw new CommandFailed(`${counted(file.failedRecords, 'record')} failed`);
}

/** Under another name until it is whole. */
async function writeOutput(
  { batches }: OperatorClient,
  { fileId, output }: { fileId: string; output: string },
): Promise<void> {
  const unfinished = `${output}.${randomBytes(4).toString('hex')}.part`;
  try {
    await pipeline(await batches.output(fileId), createWriteStream(unfinished, { flags: 'wx' }));
    await rename(unfinished, output);
  } catch (error) {
    await rm(unfinished, { force: true });
    const { code, path } = error as NodeJS.ErrnoException;
    if (path === undefined) throw error;
    throw new CommandFailed(`Cannot write ${output}: ${code}`);
  }
}

function summaryOf({ state, errorCode, totalRecords, settledRecords, failedRecords }: BatchDetails): string {
  if (state === 'REFUSED') return `Refused with code ${errorCode}: nothing was carried out.`;
  return `${counted(totalRecords, 'record')}: ${settledRecords - failedRecords} OK, ${failedRecords} failed.`;
}
