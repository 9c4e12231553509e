import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, test } from 'node:test';
import type { VirtualCardRegistrationOutput } from '@countermark/wire/batch-file/operations';
import { runBatchFiles } from '../../deadlines/batch-worker.ts';
import { openBatchHub } from '../batch-hub.fixture.ts';
import { batchFolder } from './batch-folder.ts';

const { hub, store, batchFile, record, makeElsewhere, reset } = await openBatchHub();
after(() => store.close());

let folder: string;
beforeEach(async () => {
  await reset();
  folder = await mkdtemp(join(tmpdir(), 'countermark-'));
  await mkdir(join(folder, 'in'));
});
afterEach(() => rm(folder, { recursive: true }));

const name = 'B1-1-1767225600.json';
const leave = (text: string, as = name) => writeFile(join(folder, 'in', as), text);
const look = (where: string) => readdir(join(folder, where));
/** The same of `work`, as they were left. */
const underWay = async () => (await look('work')).map(entry => entry.replace(/\.[0-9a-f]{8}$/, ''));

/** Lets folder and worker go on until neither has anything to do. */
async function settle(): Promise<void> {
  const { work } = batchFolder(hub, folder);
  while ((await work()) + (await runBatchFiles(hub)) > 0);
}

async function output(of: string): Promise<VirtualCardRegistrationOutput> {
  return JSON.parse(await readFile(join(folder, 'out', of), 'utf8'));
}

test('a file that is left is carried out, answered under its name and put away', async () => {
  const pan = '9990100100000000';
  await makeElsewhere({ pan });
  await leave(await batchFile({ records: [await record({ rowId: 1, id: 'C1', pan })] }));
  await settle();
  const { header, recordsResults } = await output('B1-1-1767225600_OUT.json');
  assert.deepEqual([header.batchId, header.totalRecords, header.errorCode], ['B1', 1, undefined]);
  assert.equal(recordsResults?.[0]?.virtualCardRegistrationResult.status, 'OK');
  assert.deepEqual([await look('in'), await look('work'), await look('done')], [[], [], [name]]);
});

test('a file that is refused is answered, too', async () => {
  await leave('{"header":');
  await settle();
  assert.deepEqual(await output('B1-1-1767225600_OUT.json'), {
    header: { totalRecords: 0, errorCode: '103' },
  });
});

test('what has another name is not touched', async () => {
  await leave('half of a file', `${name}.part`);
  await leave('something', 'readme.json');
  await settle();
  assert.equal((await look('in')).length, 2);
  assert.deepEqual(await look('out'), []);
});

test('what is no file is not touched, whatever its name', async () => {
  const elsewhere = join(folder, 'elsewhere.json');
  await writeFile(elsewhere, await batchFile({ records: [{ rowId: 1 }] }));
  await symlink(elsewhere, join(folder, 'in', 'A-1-1767225600.json'));
  await mkdir(join(folder, 'in', 'A-2-1767225600.json'));
  await leave('{"header":');
  await settle();
  assert.deepEqual(await look('in'), ['A-1-1767225600.json', 'A-2-1767225600.json']);
  assert.deepEqual(await look('out'), ['B1-1-1767225600_OUT.json']);
});

test('a file that cannot be answered keeps no other one waiting', async () => {
  await mkdir(join(folder, 'out', 'A-1-1767225600_OUT.json'), { recursive: true });
  await leave('{"header":', 'A-1-1767225600.json');
  await leave('{"header":');
  const { work } = batchFolder(hub, folder);
  assert.equal(await work(), 2);
  await assert.rejects(work(), { code: 'EISDIR' });
  assert.deepEqual(await underWay(), ['A-1-1767225600.json']);
  assert.deepEqual((await output('B1-1-1767225600_OUT.json')).header.errorCode, '103');
});

test('a hub that died is taken over from, whatever it had done', async () => {
  await leave(await batchFile({ records: [{ rowId: 1 }] }));
  assert.equal(await batchFolder(hub, folder).work(), 1);
  assert.deepEqual([await look('in'), await underWay()], [[], [name]]);
  await settle();
  assert.deepEqual(await look('out'), ['B1-1-1767225600_OUT.json']);
  assert.equal((await store.batchFiles.list({ limit: 10 })).length, 1);
});

test('a second file of one name waits until the first is answered, whichever hub takes it', async () => {
  const hubs = [batchFolder(hub, folder), batchFolder(hub, folder)];
  const allWork = async () => {
    for (const one of hubs) await one.work();
  };
  const [first, second] = [await batchFile({ records: [{ rowId: 1 }] }), '{"header":'];
  await leave(first);
  await allWork();
  await leave(second);
  await allWork();
  assert.deepEqual([await look('in'), await underWay()], [[name], [name]]);
  assert.equal(await readFile(join(folder, 'in', name), 'utf8'), second);
  while ((await runBatchFiles(hub)) > 0);
  await hubs[0]?.work();
  assert.deepEqual((await output('B1-1-1767225600_OUT.json')).header.totalRecords, 1);
  await hubs[1]?.work();
  assert.deepEqual(await look('in'), []);
  await allWork();
  assert.deepEqual(await look('work'), []);
  assert.equal((await output('B1-1-1767225600_OUT.json')).header.errorCode, '103');
});

test('two hubs on one folder answer a file once', async () => {
  await leave(await batchFile({ records: [{ rowId: 1 }] }));
  const hubs = [batchFolder(hub, folder), batchFolder(hub, folder)];
  for (let round = 0; round < 4; round++) {
    await Promise.all(hubs.map(one => one.work()));
    await runBatchFiles(hub);
  }
  assert.deepEqual([await look('work'), await look('out')], [[], ['B1-1-1767225600_OUT.json']]);
  assert.equal((await store.batchFiles.list({ limit: 10 })).length, 1);
});
