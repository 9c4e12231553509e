import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { testPan } from '@countermark/sandbox/test-cards';
import type { EnrolmentScript } from '@countermark/sandbox/wallet-simulator/enrolment-script';
import { startWalletSimulator, type WalletSimulator } from '@countermark/sandbox/wallet-simulator/simulator';
import { type CapturedMessage, faultsOf } from './independent-issuer/check-messages.ts';
import { createFreshDatabase } from './independent-issuer/fresh-database.ts';
import { makeCertificate, readCertifiedKey } from './independent-issuer/make-certificates.ts';
import { sendHttps } from './independent-issuer/send-https.ts';
import { countermark, type ProductionHub, startProductionHub } from './independent-issuer/start-hub.ts';
import {
  type IndependentIssuer,
  startIndependentIssuer,
  whatIssuerLacks,
} from './independent-issuer/start-issuer.ts';

const issuerId = 'BANKISSUER';
const panPrefix = '99901009';
/** Of Apple Pay. */
const tokenRequestorId = '40010030273';

const server = process.env['COUNTERMARK_TEST_DATABASE_URL'];
const skip = server ? whatIssuerLacks() : 'COUNTERMARK_TEST_DATABASE_URL names no PostgreSQL server';

test('a hub in production serves an issuer that knows the public API description only', { skip }, async t => {
  await using cleanup = new AsyncDisposableStack();
  const { hub, issuer, wallet } = await startEverything(cleanup);

  const enrol = async (script: Omit<EnrolmentScript, 'wallet'>) => {
    const { enrolment } = await wallet.enrol({ wallet: 'APPLE_PAY', captureMethod: 'MANUAL', ...script });
    assert.deepEqual([enrolment?.step, enrolment?.outcome, enrolment?.token?.state], ['ENDED', 'ACTIVATED', 'RESUMED']);
    const virtualCardId = enrolment?.token?.virtualCardId ?? assert.fail('no token');
    const received = await sessionUntilNotified(issuer, enrolment?.enrolmentId ?? assert.fail());
    const [eligibility, digitization] = received;
    assert.equal(digitization?.body['cipheredCardInfo'], eligibility?.body['cipheredCardInfo']);
    const notification = received.at(-1)?.body;
    assert.deepEqual([notification?.['action'], notification?.['virtualCardId']], ['ACTIVATE', virtualCardId]);
    const issuerCardRefId = String(notification?.['issuerCardRefId']);
    assert.deepEqual(await tokenStates(hub, issuer, issuerCardRefId), { [virtualCardId]: 'RESUMED' });
    return received.map(message => message.method);
  };

  await t.test('green: the token is active at once', async () => {
    assert.deepEqual(await enrol({ pan: testPan({ prefix: panPrefix, index: 1 }), exp: '1230', cvv: '123' }), [
      'checkCardEligibility',
      'requestCardDigitization',
      'notifyVirtualCardChange',
    ]);
  });
});
