import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** State in memory, and a JSON file that it survives a restart in. */
export interface StateFile<State> {
  readonly state: State;
  /** Writes the state as it is now. Calls that come while the file is being written share the next writing. */
  save(): Promise<void>;
}

/** Reads the JSON in `path`; the first time, begins with what `begin` makes and writes that. */
export async function openStateFile<State>(path: string, begin: () => State): Promise<StateFile<State>> {
  const kept = await readFile(path, 'utf8').catch(whenMissing);
  const state = kept === undefined ? begin() : (JSON.parse(kept) as State);
  const file = { state, save: sharedWriting(() => write(path, JSON.stringify(state))) };
  if (kept === undefined) await file.save();
  return file;
}

function whenMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function sharedWriting(writeNow: () => Promise<void>): () => Promise<void> {
  let underWay: Promise<unknown> = Promise.resolve();
  let next: Promise<void> | null = null;
  return () => {
    next ??= underWay.then(() => {
      const writing = writeNow();
      underWay = writing.catch(() => undefined);
      next = null;
      return writing;
    });
    return next;
  };
}

/** A crash leaves the old file or the new one, never half of one. */
async function write(path: string, text: string): Promise<void> {
  const unfinished = `${path}.new`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(unfinished, text, { mode: 0o600 });
  await rename(unfinished, path);
}
