import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sandboxPanPrefixes, testPan } from '../packages/sandbox/src/test-cards.ts';
import type { EnrolmentScript } from '../packages/sandbox/src/wallet-simulator/enrolment-script.ts';
import { createDatabase, withoutPostgresql } from './support/postgresql.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';
import { until } from './support/until.ts';

const run = promisify(execFile);
const examples = fileURLToPath(new URL('../packages/issuer-kit/examples', import.meta.url));

/** What an example prints, in lines. */
async function printed(name: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<string[]> {
  const { stdout } = await run(process.execPath, [join(examples, name), ...words], {
    env: { ...process.env, ...env },
  });
  return stdout.trimEnd().split('\n');
}

describe('an example of the issuer kit:', () => {
  let sandbox: TestSandbox;
  let env: NodeJS.ProcessEnv;

  before(async () => {
    sandbox = await startTestSandbox();
    env = { COUNTERMARK_SANDBOX: join(sandbox.folder, 'sandbox.json') };
  });
  after(() => sandbox.close());

  async function enrolled(script: Partial<EnrolmentScript>) {
    const report = await sandbox.client.enrol({ wallet: 'APPLE_PAY', ...script });
    const virtualCardId = report.enrolment?.token?.virtualCardId ?? '';
    const { token } = await sandbox.client.token(virtualCardId);
    return {
      virtualCardId,
      issuerCardRefId: token.issuerCardRefId ?? '',
      enrolmentId: report.enrolmentId ?? '',
    };
  }

  const stateOf = async (virtualCardId: string) => (await sandbox.client.token(virtualCardId)).token.state;

  test('a first backend answers the hub', async () => {
    assert.deepEqual(await printed('first-backend.ts', [], env), [
      '200 {"issuerCardRefId":"card-1","productId":"DEMO-DEBIT"}',
      '400 {"responseCode":158,"errorMessage":"Card expired"}',
    ]);
  });

  test('the application of the bank activates a token', async () => {
    const { virtualCardId, issuerCardRefId, enrolmentId } = await enrolled({ exp: '1232', idvChoice: 'app' });
    assert.equal(await stateOf(virtualCardId), 'INACTIVE');
    const lines = await printed('bank-app-activation.ts', [issuerCardRefId, enrolmentId], env);
    assert.deepEqual(lines, [
      `${virtualCardId} is being activated: ACTIVATE will be notified under ${enrolmentId}`,
    ]);
    await until('RESUMED', async () => (await stateOf(virtualCardId)) === 'RESUMED');
  });

  test('a lost card suspends its tokens', async () => {
    const { virtualCardId, issuerCardRefId } = await enrolled({ exp: '1230' });
    const [line] = await printed('lost-card.ts', [issuerCardRefId], env);
    assert.match(line ?? '', /^SUSPEND is notified for each token, under [0-9a-f-]{36}$/);
    await until('SUSPENDED', async () => (await stateOf(virtualCardId)) === 'SUSPENDED');
    assert.deepEqual(await printed('lost-card.ts', ['no-such-card'], env), [
      'Refused with 116: Unknown card',
    ]);
  });

  test('a card is registered by D1', async () => {
    const pan = testPan({ prefix: sandboxPanPrefixes['D1-VISA'], index: 7 });
    assert.deepEqual(await printed('register-card.ts', ['card-7', pan], env), [
      `card-7, ending in ${pan.slice(-4)}: INACTIVE`,
    ]);
  });

  test('a key is rolled over', async () => {
    assert.deepEqual(await printed('key-rollover.ts', [], env), ['both keys: 200 200', 'next key: 400 200']);
  });
});

test('an example of the issuer kit: sessions in PostgreSQL', { skip: withoutPostgresql }, async () => {
  const database = await createDatabase(`example_${randomBytes(6).toString('hex')}`);
  try {
    const lines = await printed('sessions-in-postgresql.ts', [], { DATABASE_URL: database.url });
    assert.deepEqual(lines, ["offered: [ 'cell_phone' ]", 'the cardholder is told', 'applied repeat']);
  } finally {
    await database.drop();
  }
});
