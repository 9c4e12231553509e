import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { ResponseCode } from '@countermark/issuer-kit';
import { callAsHub } from '@countermark/issuer-kit/testing';
import { testCards } from '../src/bank/test-cards.ts';
import { standInHub } from './hub/stand-in-hub.ts';

const hub = await standInHub();
const wallet = { walletProviderId: 'APPLE_PAY' };

for (const card of testCards.filter(({ standing, exp }) => standing === 'good' && exp !== '0120')) {
  test(`${card.reference} is eligible, and ends ${card.decision}`, async () => {
    const session = { correlationId: randomUUID(), card: { fpan: card.pan, exp: card.exp } };
    const eligible = await callAsHub(hub, 'checkCardEligibility', { ...session, request: wallet });
    assert.deepEqual(eligible.message, { issuerCardRefId: card.reference, productId: card.productId });
    const { message: decision } = await callAsHub(hub, 'requestCardDigitization', {
      ...session,
      authenticationValue: { kind: 'csc', cvv: card.cvv },
      request: { ...wallet, walletUserInformation: { walletUserId: 'user-1' } },
    });
    const [levelOfTrust] = card.decision.split('-');
    assert.equal(decision?.levelOfTrust, levelOfTrust);
    assert.equal((decision?.idvMethodList ?? []).length > 0, card.decision === 'yellow');
  });
}

test('a wrong security code is refused', async () => {
  const { body } = await callAsHub(hub, 'requestCardDigitization', {
    card: { fpan: testCards[0]?.pan ?? '' },
    authenticationValue: { kind: 'csc', cvv: '999' },
    request: { ...wallet, walletUserInformation: { walletUserId: 'user-1' } },
  });
  assert.equal((body as { responseCode: number }).responseCode, ResponseCode.authenticationValueProblem);
});
