import { type BatchFile, isRunnable, receivingLimit } from '../core/batch-file.ts';
import type { Hub } from '../ports/hub.ts';
import { carryOutRecords } from '../use-cases/batch-files/carry-out-records.ts';

/** How many records one worker carries out before anybody else gets a turn: less than a second of work. */
const batch = 256;

/** A worker that dies leaves its file to others after this long; longer than one batch takes. */
const lease = 15_000;

/** How long a file rests of which nothing can be carried out now: a TSP is out of order, or only faults are left. */
const rest = 10_000;

/**
 * Carries out some records of a file that waits, and closes a file without any left; returns how many there were. Throws
 * the first fault, once it is counted.
 */
export async function runBatchFiles(hub: Hub): Promise<number> {
  const { batchFiles } = hub.store;
  const now = hub.clock.now();
  const file = await batchFiles.claim(now, new Date(now.getTime() + lease));
  if (!file) return dropAbandoned(hub, now);
  if (!isRunnable(file)) throw new Error(`Batch file ${file.fileId} asks for ${file.operation}`);
  const records = await batchFiles.openRecords(file.fileId, batch);
  if (records.length === 0) {
    await finish(hub, file);
    return 1;
  }
  const { settled, tsp, fault } = await carryOutRecords(hub, { file, records });
  const rests = tsp === 'DOWN' || settled === 0;
  await batchFiles.release(file.fileId, rests ? new Date(hub.clock.now().getTime() + rest) : null);
  if (fault !== null) throw fault.error;
  return settled;
}

async function finish(hub: Hub, file: BatchFile): Promise<void> {
  await hub.store.batchFiles.save({ ...file, state: 'DONE', finishedAt: hub.clock.now() });
}

/** Whoever sent them died on the way. */
async function dropAbandoned(hub: Hub, now: Date): Promise<0> {
  const before = new Date(now.getTime() - receivingLimit);
  for (const fileId of await hub.store.batchFiles.abandoned(before))
    await hub.store.batchFiles.discard(fileId);
  return 0;
}
