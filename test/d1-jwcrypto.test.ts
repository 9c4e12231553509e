import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sandboxPanPrefixes, testPan } from '@countermark/sandbox/test-cards';
import type { CardDetails } from '@countermark/wire/d1/data/card-details';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';

/**
 * Card data of D1 in the hands of another implementation of JOSE: python3-jwcrypto, as Debian has it, seals what the hub
 * opens (D1 API, sensitive data).
 */

const script = fileURLToPath(new URL('jwcrypto/seal.py', import.meta.url));

/** Debian's own Python, and whichever comes first: one that has the library. */
const python = ['python3', '/usr/bin/python3'].find(
  command => spawnSync(command, ['-c', 'import jwcrypto']).status === 0,
);
const skip = python === undefined ? 'needs jwcrypto: install the Debian package python3-jwcrypto' : false;

describe('a JWE made by jwcrypto', { skip }, () => {
  const issuerId = 'D1ISSUER01';
  const cardId = 'sealed-by-python';
  let sandbox: TestSandbox;

  before(async () => {
    sandbox = await startTestSandbox();
  });
  after(() => sandbox?.close());

  function seal(plaintext: object, keyIdentifier: string): string {
    const { certificate } = sandbox.description.d1.hubEncryption;
    const sealed = spawnSync(python ?? '', [script, keyIdentifier, certificate], {
      input: JSON.stringify(plaintext),
      encoding: 'utf8',
    });
    assert.equal(sealed.stderr, '');
    return sealed.stdout.trim();
  }

  const register = (encryptedData: string) =>
    sandbox.client.callD1(issuerId, 'D1-Public-IN-v2-Card/registerCard', {
      parameters: { cardId },
      body: { consumerId: 'kari', cardProductId: 'D1-VISA', encryptedData },
    });

  const card = { pan: testPan({ prefix: sandboxPanPrefixes['D1-VISA'], seed: 'jwcrypto' }), exp: '1230' };

  test('registers a card', async () => {
    const { keyIdentifier } = sandbox.description.d1.hubEncryption;
    assert.equal((await register(seal(card, keyIdentifier))).status, 204);
    const details = await sandbox.client.callD1(issuerId, 'D1-Public-IN-v2-Card/getCardDetails', {
      parameters: { cardId },
    });
    const { last4, expiryDate, state } = details.body as CardDetails;
    assert.deepEqual([last4, expiryDate, state], [card.pan.slice(-4), '1230', 'ACTIVE']);
  });

  test('under a key identifier that the hub never had is refused', async () => {
    const { status, body } = await register(seal(card, 'another-key'));
    assert.deepEqual([status, body], [400, { errorCode: 'FIELD_INVALID_VALUE', error: 'encryptedData' }]);
  });
});
