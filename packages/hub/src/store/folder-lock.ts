import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';

export interface FolderLock {
  release(): Promise<void>;
}

/** Locks of this process, which the file cannot tell from those of a dead process that had the same pid. */
const held = new Set<string>();

/**
 * Takes `<folder>.lock`, a file with the pid of the process that has the folder open: PGlite itself would let two
 * processes open one folder and corrupt it. The lock of a process that is gone is taken over; that of a live one throws.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = `${folder}.lock`;
  if (held.has(path)) throw new Error(refusal(folder, path, process.pid));
  held.add(path);
  try {
    await take(path, folder);
  } catch (error) {
    held.delete(path);
    throw error;
  }
  return {
    release: async () => {
      held.delete(path);
      await rm(path, { force: true });
    },
  };
}

async function take(path: string, folder: string): Promise<void> {
  // Made whole first and linked then: a lock is never seen without its pid.
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, `${process.pid}\n`, { flag: 'wx' });
  try {
    while (!(await linked(own, path))) {
      const holder = await holderOf(path);
      if (holder !== null && isAlive(holder)) throw new Error(refusal(folder, path, holder));
      await removeStale(path, holder);
    }
  } finally {
    await rm(own, { force: true });
  }
}

function refusal(folder: string, path: string, holder: number): string {
  return (
    `The database folder ${folder} is open in process ${holder}; PGlite lets only one process in. ` +
    `Stop that process, or give this one a folder or a PostgreSQL database of its own. ` +
    `If process ${holder} is no hub at all, delete ${path} and start again.`
  );
}

async function linked(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Pid in the lock; null when the file is gone or holds none. */
async function holderOf(path: string): Promise<number | null> {
  try {
    const pid = Number.parseInt(await readFile(path, 'utf8'), 10);
    return pid > 0 ? pid : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Never this process itself: in a container the successor of a crashed one often has its pid. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Removes the lock that was judged stale and no other: moved aside first, so of two processes that judged the same one
 * each sees what it moved, and gives a fresh lock back.
 */
async function removeStale(path: string, judged: number | null): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await holderOf(aside)) !== judged) await linked(aside, path);
  await rm(aside, { force: true });
}
