import type { WorkerLoop } from './worker-loop.ts';

/** Work that many hands do at once. */
export interface PooledWork<Job> {
  name: string;
  /** Takes what may begin beside what is under way; nothing when there is no room. */
  claim: (underWay: ReadonlySet<Job>) => Promise<readonly Job[]>;
  /** Does one job; what goes on after it, without holding its place, is given back. */
  carryOut: (job: Job) => Promise<{ afterwards: Promise<void> | null }>;
  /** Milliseconds between two looks that nobody asked for. */
  interval: number;
  /** A claim or a job that failed; the pool goes on. */
  onFault: (name: string, error: unknown) => void;
}

/** After a fault the pool rests this long, woken or not, so that a broken database is not asked in a tight circle. */
const restAfterFault = 500;

/**
 * Begins jobs whenever there is room for one: none waits for the slowest of those begun with it. Woken when something was
 * queued, by every job that ends, and by itself.
 */
export function startWorkerPool<Job>(work: PooledWork<Job>): WorkerLoop {
  const { name, claim, carryOut, interval, onFault } = work;
  const underWay = new Map<Job, Promise<void>>();
  let stopped = false;
  let wanted = false;
  let rest = Promise.withResolvers<void>();

  const wake = () => {
    wanted = true;
    rest.resolve();
  };

  const sleep = async (milliseconds: number) => {
    const timer = setTimeout(() => rest.resolve(), milliseconds);
    await rest.promise;
    clearTimeout(timer);
    rest = Promise.withResolvers<void>();
  };

  const report = (error: unknown) => onFault(name, error);

  const begin = (job: Job) => {
    const done = carryOut(job)
      .then(({ afterwards }) => void afterwards?.catch(report), report)
      .finally(() => {
        underWay.delete(job);
        wake();
      });
    underWay.set(job, done);
  };

  const claimed = async () => {
    try {
      return await claim(new Set(underWay.keys()));
    } catch (error) {
      report(error);
      await sleep(restAfterFault);
      return [];
    }
  };

  const run = async () => {
    while (!stopped) {
      wanted = false;
      const jobs = await claimed();
      for (const job of jobs) begin(job);
      if (jobs.length === 0 && !wanted && !stopped) await sleep(interval);
    }
    await Promise.all(underWay.values());
  };

  const running = run();
  return {
    wake,
    async stop() {
      stopped = true;
      rest.resolve();
      await running;
    },
  };
}
