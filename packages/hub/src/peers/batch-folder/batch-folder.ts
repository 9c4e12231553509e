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

  async function answer(name: string, file: BatchFile): Promise<void> {
    const output = place('out', outputNameOf(name));
    const unfinished = `${output}.${randomBytes(4).toString('hex')}.part`;
    try {
      await pipeline(Readable.from(batchOutput(hub, file)), createWriteStream(unfinished, { flags: 'wx' }));
      await rename(unfinished, output);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    await unlessGone(rename(place('work', name), place('done', name)));
    taken.delete(name);
  }

  /** True when the file got further. */
  async function advance(name: string): Promise<boolean> {
    const fileId = taken.get(name);
    const file = fileId === undefined ? null : await hub.store.batchFiles.find(fileId);
    if (!file) {
      const content = createReadStream(place('work', name));
      const received = await unlessGone(receiveBatchFile(hub, content, { fileName: name }));
      if (received) taken.set(name, received.file.fileId);
      return received !== null;
    }
    if (file.state !== 'DONE' && file.state !== 'REFUSED') return false;
    await answer(name, file);
    return true;
  }

  return {
    async work() {
      for (const where of ['in', 'work', 'out', 'done'] as const)
        await mkdir(place(where), { recursive: true });
      for (const name of await batchFilesIn(place('in')))
        await unlessGone(rename(place('in', name), place('work', name)));
      let advanced = 0;
      const faults: unknown[] = [];
      for (const name of await batchFilesIn(place('work'))) {
        try {
          if (await advance(name)) advanced += 1;
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
async function batchFilesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter(entry => entry.isFile() && isBatchFileName(entry.name));
  return files.map(({ name }) => name).sort();
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
