import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isBatchFileName, outputNameOf } from '@countermark/wire/batch-file/file-name';
import type { BatchFile } from '../../core/batch-file.ts';
import type { Hub } from '../../ports/hub.ts';
import { batchOutput } from '../../use-cases/batch-files/batch-output.ts';
import { receiveBatchFile } from '../../use-cases/batch-files/receive-batch-file.ts';

/** Where issuers leave batch files and find the answers; usually what their SFTP accounts lead to. */
export interface BatchFolder {
  /**
   * Takes in what is new and answers what is done; returns how many files got further. A file that fails stops no other
   * one: its fault is thrown once they have had their turn.
   */
  work(): Promise<number>;
}

/**
 * A folder with four in it: `in`, where files are left under the name of the format, whole from the moment they have it;
 * `work`, where they are while they are carried out; `out` for the answers, which are whole as well once they have their
 * name; and `done`. Several hubs may share it, and one that dies is taken over from: the same bytes are the same file.
 */
export function batchFolder(hub: Hub, folder: string): BatchFolder {
  /** Id of what was taken in, by the name it has in `work`. */
  const taken = new Map<string, string>();
  const place = (where: 'in' | 'work' | 'out' | 'done', name = '') => join(folder, where, name);

  /** One file of a name at a time. Another hub may be as fast with the next one: the ending keeps them apart. */
  async function takeIn(): Promise<void> {
    const underWay = new Set((await filesIn(place('work'))).map(nameAsLeft));
    const left = (await filesIn(place('in'))).filter(isBatchFileName);
    for (const name of left.filter(one => !underWay.has(one)))
      await unlessGone(rename(place('in', name), place('work', `${name}.${randomBytes(4).toString('hex')}`)));
  }

  async function answer(entry: string, file: BatchFile): Promise<void> {
    const name = nameAsLeft(entry);
    const output = place('out', outputNameOf(name));
    const unfinished = `${output}.${randomBytes(4).toString('hex')}.part`;
    try {
      await pipeline(Readable.from(batchOutput(hub, file)), createWriteStream(unfinished, { flags: 'wx' }));
      await rename(unfinished, output);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    await unlessGone(rename(place('work', entry), place('done', name)));
    taken.delete(entry);
  }

  /** True when the file got further. */
  async function advance(entry: string): Promise<boolean> {
    const fileId = taken.get(entry);
    const file = fileId === undefined ? null : await hub.store.batchFiles.find(fileId);
    if (!file) {
      const content = createReadStream(place('work', entry));
      const received = await unlessGone(receiveBatchFile(hub, content, { fileName: nameAsLeft(entry) }));
      if (received) taken.set(entry, received.file.fileId);
      return received !== null;
    }
    if (file.state !== 'DONE' && file.state !== 'REFUSED') return false;
    await answer(entry, file);
    return true;
  }

  return {
    async work() {
      for (const where of ['in', 'work', 'out', 'done'] as const)
        await mkdir(place(where), { recursive: true });
      await takeIn();
      let advanced = 0;
      const faults: unknown[] = [];
      const underWay = await filesIn(place('work'));
      for (const entry of underWay.filter(one => isBatchFileName(nameAsLeft(one)))) {
        try {
          if (await advance(entry)) advanced += 1;
        } catch (fault) {
          faults.push(fault);
        }
      }
      if (faults.length > 0) throw faults[0];
      return advanced;
    },
  };
}

/** Files alone: a link would have the hub read what its owner cannot, and a pipe would have it wait for ever. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

/** In `work` it has an ending of its own. */
function nameAsLeft(entry: string): string {
  return entry.replace(/\.[0-9a-f]{8}$/, '');
}

/** Null when another hub was faster with the file. */
async function unlessGone<Result>(work: Promise<Result>): Promise<Result | null> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
