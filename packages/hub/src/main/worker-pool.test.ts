import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startWorkerPool } from './worker-pool.ts';

/** A pool whose jobs are names, each done when the test says so. */
function poolOf(jobs: string[], { room }: { room: number }) {
  const ends = new Map<string, PromiseWithResolvers<{ afterwards: Promise<void> | null }>>();
  const begun: string[] = [];
  const faults: unknown[] = [];
  let seen = Promise.withResolvers<void>();
  const loop = startWorkerPool<string>({
    name: 'jobs',
    interval: 60_000,
    claim: async underWay => jobs.splice(0, room - underWay.size),
    carryOut(job) {
      const end = Promise.withResolvers<{ afterwards: Promise<void> | null }>();
      ends.set(job, end);
      begun.push(job);
      seen.resolve();
      return end.promise;
    },
    onFault: (_, error) => {
      faults.push(error);
      seen.resolve();
    },
  });
  return {
    loop,
    begun,
    faults,
    end: (job: string, afterwards: Promise<void> | null = null) => ends.get(job)?.resolve({ afterwards }),
    fail: (job: string) => ends.get(job)?.reject(new Error(`${job} failed`)),
    async until(isSo: () => boolean) {
      while (!isSo()) {
        await seen.promise;
        seen = Promise.withResolvers();
      }
    },
  };
}

test('a job that ends makes room for the next, whatever becomes of the others', async () => {
  const pool = poolOf(['slow', 'quick', 'third', 'fourth'], { room: 2 });
  await pool.until(() => pool.begun.length === 2);
  pool.end('quick');
  await pool.until(() => pool.begun.length === 3);
  pool.end('third');
  await pool.until(() => pool.begun.length === 4);
  assert.deepEqual(pool.begun, ['slow', 'quick', 'third', 'fourth']);
  pool.end('slow');
  pool.end('fourth');
  await pool.loop.stop();
});

test('a job that fails is reported, and the pool goes on', async () => {
  const pool = poolOf(['bad', 'good'], { room: 1 });
  await pool.until(() => pool.begun.length === 1);
  pool.fail('bad');
  await pool.until(() => pool.begun.length === 2);
  assert.match(String(pool.faults[0]), /bad failed/);
  pool.end('good');
  await pool.loop.stop();
});

test('what goes on after a job holds no place, and its fault is reported', async () => {
  const pool = poolOf(['first', 'second'], { room: 1 });
  const trailing = Promise.withResolvers<void>();
  await pool.until(() => pool.begun.length === 1);
  pool.end('first', trailing.promise);
  await pool.until(() => pool.begun.length === 2);
  trailing.reject(new Error('too late'));
  await pool.until(() => pool.faults.length === 1);
  assert.match(String(pool.faults[0]), /too late/);
  pool.end('second');
  await pool.loop.stop();
});

test('stopping waits for what is under way and begins nothing more', async () => {
  const pool = poolOf(['first', 'second'], { room: 1 });
  await pool.until(() => pool.begun.length === 1);
  const stopped = pool.loop.stop();
  pool.end('first');
  await stopped;
  assert.deepEqual(pool.begun, ['first']);
});
