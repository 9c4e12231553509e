import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { aBatchFile, anIssuer } from '@countermark/hub/store/test-objects';
import { listeningHub } from '../command-line.fixture.ts';

const { store, folder, countermark, printed, close } = await listeningHub();
after(close);
beforeEach(() => store.empty());

const fileId = aBatchFile().fileId;

describe('countermark batch run', () => {
  it('writes the answer beside the file, and fails when the file is refused', async () => {
    await writeFile(join(folder, 'B1-1-1.json'), '{"header":{}}');
    const { exitCode, out, err } = await countermark('batch run B1-1-1.json');
    assert.deepEqual([exitCode, err], [1, 'countermark: The file was refused with code 105']);
    assert.equal(
      out,
      `Refused with code 105: nothing was carried out.\nResults: ${join(folder, 'B1-1-1_OUT.json')}`,
    );
    const output = await readFile(join(folder, 'B1-1-1_OUT.json'), 'utf8');
    assert.deepEqual(JSON.parse(output), { header: { totalRecords: 0, errorCode: '105' } });
    assert.deepEqual(
      (await readdir(folder)).filter(name => name.endsWith('.part')),
      [],
    );
  });

  it('says which file it cannot read or write', async () => {
    const missing = await countermark('batch run nowhere.json');
    assert.deepEqual(
      [missing.exitCode, missing.err],
      [2, 'countermark: Cannot read nowhere.json: there is no such file'],
    );
    await writeFile(join(folder, 'B1-1-2.json'), '{}');
    const { exitCode, err } = await countermark('batch run B1-1-2.json --output nowhere/out.json');
    assert.equal(exitCode, 1);
    assert.match(err, /Cannot write .*nowhere\/out\.json: ENOENT/);
  });
});

describe('countermark batch list, show and watch', () => {
  it('show the files there are', async () => {
    assert.equal(await printed('batch list'), 'No such batch files.');
    await store.issuers.save(anIssuer());
    await store.batchFiles.insert(aBatchFile({ state: 'DONE', totalRecords: 1 }));
    await store.batchFiles.addRecords(fileId, [{ position: 0, rowId: 1, sealedRecord: new Uint8Array([1]) }]);
    await store.batchFiles.settle(fileId, { position: 0, result: { status: 'KO', errorCode: '116' } });
    assert.equal(
      await printed('batch list --issuer BANKONE001'),
      [
        'FILE                                  STATE  ISSUER      BATCH  NUMBER  RECORDS  CAME',
        `${fileId}  DONE   BANKONE001  B1     1             1  2026-03-01 10:00:00.000`,
      ].join('\n'),
    );
    assert.match(await printed(`batch show ${fileId}`), /^Settled +1\nFailed +1$/m);
    const { exitCode, out, err } = await countermark(`batch watch ${fileId}`);
    assert.deepEqual([exitCode, err], [1, 'countermark: 1 record failed']);
    const output = join(folder, `${fileId}_OUT.json`);
    assert.equal(out, `1 record: 0 OK, 1 failed.\nResults: ${output}`);
    const { recordsResults } = JSON.parse(await readFile(output, 'utf8'));
    assert.deepEqual(recordsResults, [
      { rowId: 1, virtualCardRegistrationResult: { status: 'KO', errorCode: '116' } },
    ]);
  });

  it('say what the hub does not have', async () => {
    const { exitCode, err } = await countermark(`batch show ${fileId}`);
    assert.deepEqual([exitCode, /There is no batch file/.test(err)], [1, true]);
    assert.equal((await countermark('batch show 1')).exitCode, 2);
  });
});
