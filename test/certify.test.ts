import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runCommand } from '../packages/cli/src/command-line.fixture.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';

/** `countermark certify` beside a running sandbox, whose reference issuers are certified without a profile. */

let sandbox: TestSandbox;

before(async () => {
  sandbox = await startTestSandbox();
});
after(() => sandbox?.close());

/** What is written goes into a folder of the sandbox's own, which is gone after the tests. */
const certify = (...words: string[]) =>
  runCommand(['certify', '--folder', sandbox.folder, '--sessions', '4', ...words], {
    folder: join(sandbox.folder, 'hub'),
  });

test('the reference issuer passes all that concerns it, a line for each case', async () => {
  const { exitCode, out, err } = await certify();
  assert.equal(exitCode, 0, err);
  assert.match(out, /^ 1\/\d+ {2}ok {3}IG-TLS-01/m);
  assert.match(out, /^Yellow path +100 %/m);
  assert.match(out, /^CMISSUER01 passed\.$/m);
  const verified = await runCommand(['certify', 'verify', 'certification-report/certification.json'], {
    folder: join(sandbox.folder, 'hub'),
  });
  assert.equal(verified.exitCode, 0, verified.err);
});

test('one that speaks D1 is chosen by the plan', async () => {
  const { exitCode, out, err } = await certify('--plan', 'd1', 'click-to-pay', '--json');
  assert.equal(exitCode, 0, err);
  const { issuer, verdict, leftOut } = JSON.parse(out);
  assert.deepEqual([issuer.issuerId, verdict, leftOut], ['D1ISSUER01', 'PASSED', []]);
});

test('a part is called a part, and a backend that is not there does not pass', async () => {
  const part = await certify('--case', 'IG-TLS-01');
  assert.match(part.out, /^CMISSUER01 passed, of a part only: \d+ cases left out\.$/m);
  const nobody = await certify('--case', 'IG-TLS-01', '--issuer', 'https://localhost:1/none');
  assert.equal(nobody.exitCode, 1);
  assert.match(nobody.out, /FAIL IG-TLS-01/);
  assert.match(nobody.err, /1 binding case failed/);
});
