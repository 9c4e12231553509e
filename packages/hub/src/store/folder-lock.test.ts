import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, describe, test } from 'node:test';
import { lockFolder } from './folder-lock.ts';

const parent = await mkdtemp(join(tmpdir(), 'countermark-lock-'));
const folder = join(parent, 'database');
const file = `${folder}.lock`;
after(() => rm(parent, { recursive: true }));
afterEach(() => rm(file, { force: true }));

const files = async () => (await readdir(parent)).toSorted();

/** Pid of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ['--version']).pid;

describe('the lock of a PGlite folder', () => {
  test('names its process while it is held, and is gone afterwards', async () => {
    const lock = await lockFolder(folder);
    assert.equal(await readFile(file, 'utf8'), `${process.pid}\n`);
    assert.deepEqual(await files(), ['database.lock']);
    await lock.release();
    assert.deepEqual(await files(), []);
  });

  test('is not given twice in one process', async () => {
    const results = await Promise.allSettled([lockFolder(folder), lockFolder(folder)]);
    assert.deepEqual(
      results.map(result => result.status),
      ['fulfilled', 'rejected'],
    );
    for (const result of results) if (result.status === 'fulfilled') await result.value.release();
    await (await lockFolder(folder)).release();
  });

  test('held by a live process is refused with its pid and what to do', async () => {
    await writeFile(file, `${process.ppid}\n`);
    await assert.rejects(lockFolder(folder), (error: Error) => {
      assert.match(error.message, new RegExp(`open in process ${process.ppid};`));
      assert.match(error.message, /Stop that process/);
      assert.ok(error.message.includes(`delete ${file}`));
      return true;
    });
    assert.equal(await readFile(file, 'utf8'), `${process.ppid}\n`);
    assert.deepEqual(await files(), ['database.lock']);
  });

  for (const [whose, content] of [
    ['a dead process', () => `${deadPid()}\n`],
    ['a predecessor with the same pid', () => `${process.pid}\n`],
    ['nobody', () => ''],
  ] as const) {
    test(`left behind by ${whose} is taken over`, async () => {
      await writeFile(file, content());
      const lock = await lockFolder(folder);
      assert.equal(await readFile(file, 'utf8'), `${process.pid}\n`);
      assert.deepEqual(await files(), ['database.lock']);
      await lock.release();
    });
  }

  test('left behind is taken over by one of several processes that start at once', async () => {
    await writeFile(file, `${deadPid()}\n`);
    const contenders = Array.from({ length: 4 }, contend);
    const outcomes = await Promise.all(contenders.map(outcome));
    assert.deepEqual(outcomes.toSorted(), ['held', 'refused', 'refused', 'refused']);
    for (const contender of contenders) {
      const ended = once(contender, 'exit');
      contender.stdin?.end();
      await ended;
    }
  });
});

/** A process that tries to take the lock, says how it went, and keeps it until its input ends. */
function contend(): ChildProcess {
  const script = `
    import { lockFolder } from ${JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href)};
    const answer = await lockFolder(${JSON.stringify(folder)}).then(() => 'held', () => 'refused');
    process.stdout.write(answer);
    process.stdin.resume();`;
  const stdio = ['pipe', 'pipe', 'inherit'] as const;
  return spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: [...stdio] });
}

async function outcome(contender: ChildProcess): Promise<string> {
  const [answer] = (await once(contender.stdout ?? assert.fail(), 'data')) as [Buffer];
  return answer.toString();
}
