import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { certificationResult } from '@countermark/sandbox/certification/report/certification-result.fixture';
import { reportKey } from '@countermark/sandbox/certification/report/signature';
import { writeReports } from '@countermark/sandbox/certification/report/write-reports';
import { runCommand, temporaryFolder } from '../command-line.fixture.ts';

const { folder, remove } = await temporaryFolder();
after(remove);

const countermark = (line: string) => runCommand(line.split(' '), { folder });

describe('countermark certify', () => {
  it('says what to do where nobody is named', async () => {
    const { exitCode, err } = await countermark('certify');
    assert.equal(exitCode, 2);
    assert.match(err, /Write certification\.yaml .*--profile.*`countermark sandbox`/);
  });

  it('cannot run with a profile that is not there or is none', async () => {
    await writeFile(join(folder, 'bad.yaml'), 'issuerId: 1\n');
    for (const file of ['nowhere.yaml', 'bad.yaml']) {
      const { exitCode, err } = await countermark(`certify --profile ${file}`);
      assert.equal(exitCode, 2);
      assert.match(err, new RegExp(file));
    }
  });

  it('lists the cases of a plan, a level, a subject', async () => {
    const { out } = await countermark('certify --list --plan d1 --level conditional --case D1-OTP --json');
    const ids = (JSON.parse(out) as { id: string }[]).map(({ id }) => id);
    assert.deepEqual(ids, ['D1-OTP-01', 'D1-OTP-02', 'D1-OTP-03']);
    const unknown = await countermark('certify --list --case IG-NO-01');
    assert.deepEqual([unknown.exitCode, /There is no case IG-NO-01/.test(unknown.err)], [2, true]);
  });
});

describe('countermark certify verify', () => {
  it('tells a report that is what was signed from one that is not', async () => {
    const key = await reportKey(join(folder, 'keys'));
    await writeReports(join(folder, 'reports'), { result: certificationResult(), key });
    const good = await countermark('certify verify reports/certification.json');
    assert.equal(good.exitCode, 0, good.err);
    assert.match(good.out, /^Verdict +FAILED$/m);
    assert.match(good.out, new RegExp(`^Signed with +${key.keyIdentifier}$`, 'm'));

    const file = join(folder, 'reports', 'certification.json');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace('"verdict": "FAILED"', '"verdict": "PASSED"'),
    );
    const changed = await countermark('certify verify reports/certification.json');
    assert.deepEqual([changed.exitCode, changed.out], [1, '']);
    assert.match(changed.err, /is not what was signed/);
  });
});
