import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { importSealingKey, type SealingOptions, sealEnvelope } from '@countermark/wire/envelope/cms';
import { writeAuthenticationValue } from '@countermark/wire/issuer-gateway/plaintext/authentication-value';
import { writeCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { bankKey, bankUnderTest, envelopeKey, issuerId, testPan } from '../backend/bank-backend.fixture.ts';
import { type EnvelopeSettings, keyRing } from './envelope-keys.ts';

const nextKey = await envelopeKey('Bank, the year after');

const oaep = {
  padding: 'RSAES-OAEP-SHA-256',
  encoding: 'base64',
  recipient: 'subjectKeyIdentifier',
} as const;

/** What a bank with these keys answers to a card sealed so. */
async function answerOf(
  settings: Partial<SealingOptions> & { keyIdentifier?: string; plaintext?: Uint8Array },
  keys = keyRing([nextKey, bankKey]),
) {
  const { keyIdentifier, plaintext = writeCardInfo({ fpan: testPan }), ...how } = settings;
  const key = importSealingKey(bankKey);
  const cipheredCardInfo = await sealEnvelope(plaintext, { ...oaep, key, ...how });
  const bank = bankUnderTest({ keys });
  const { status, body } = await bank.hub.transport.send({
    method: 'POST',
    url: '/issuer/igwapi/v2.0/checkCardEligibility',
    headers: { 'content-type': 'application/json', 'x-correlation-id': 'k-1', 'x-issuer-id': issuerId },
    body: JSON.stringify({
      walletProviderId: 'APPLE_PAY',
      cipheredCardInfo,
      publicKeyIdentifier: keyIdentifier,
    }),
  });
  return { status, body, diagnosis: bank.unopened[0]?.diagnosis };
}

describe('a key ring', () => {
  it('opens with every active key, named or not, in both encodings and recipient forms', async () => {
    for (const key of [bankKey, nextKey])
      for (const encoding of ['base64', 'hex'] as const)
        for (const recipient of ['subjectKeyIdentifier', 'issuerAndSerialNumber'] as const)
          for (const keyIdentifier of [key.keyIdentifier, '', undefined]) {
            const how = { key: importSealingKey(key), encoding, recipient };
            const answer = await answerOf({ ...how, ...(keyIdentifier !== undefined && { keyIdentifier }) });
            assert.equal(answer.status, 200, JSON.stringify({ encoding, recipient, keyIdentifier }));
          }
  });

  it('changes while it is used, and never loses its last key', async () => {
    const keys = keyRing([bankKey]);
    keys.add(nextKey);
    assert.deepEqual(
      keys.keys.map(key => key.keyIdentifier),
      [nextKey.keyIdentifier, bankKey.keyIdentifier],
    );
    assert.throws(() => keys.add(nextKey), /There is a key .* already/);
    keys.remove(bankKey.keyIdentifier);
    assert.equal((await answerOf({}, keys)).status, 400);
    assert.throws(() => keys.remove(nextKey.keyIdentifier), /is the only key/);
    assert.throws(() => keys.remove('nobody'), /There is no key nobody/);
    assert.throws(() => keyRing([]), /at least one key/);
  });

  it('opens a security code that came under a newer key than its card', async () => {
    const bank = bankUnderTest({ keys: keyRing([nextKey, bankKey]) });
    const seal = (plaintext: Uint8Array, key: typeof bankKey) =>
      sealEnvelope(plaintext, { ...oaep, key: importSealingKey(key) });
    const { status } = await bank.hub.transport.send({
      method: 'POST',
      url: '/issuer/igwapi/v2.0/requestCardDigitization',
      headers: { 'content-type': 'application/json', 'x-correlation-id': 'k-2', 'x-issuer-id': issuerId },
      body: JSON.stringify({
        walletProviderId: 'APPLE_PAY',
        walletUserInformation: { walletUserId: 'user-1' },
        cipheredCardInfo: await seal(writeCardInfo({ fpan: testPan }), bankKey),
        publicKeyIdentifier: bankKey.keyIdentifier,
        authenticationValue: await seal(writeAuthenticationValue({ kind: 'csc', cvv: '123' }), nextKey),
      }),
    });
    assert.equal(status, 200, bank.unopened[0]?.diagnosis);
  });

  it('opens PKCS#1 v1.5 only where it is allowed', async () => {
    const padding = 'RSAES-PKCS1-v1_5';
    const withSettings = (settings: EnvelopeSettings) => answerOf({ padding }, keyRing([bankKey], settings));
    assert.equal((await withSettings({})).status, 400);
    assert.equal((await withSettings({ pkcs1v15: 'allowed' })).status, 200);
  });
});

it('an envelope that does not open gets one answer; the issuer alone learns why', async () => {
  const wrong = [
    { keyIdentifier: 'another-key' },
    { key: importSealingKey(await envelopeKey('Stranger')) },
    { plaintext: Buffer.from('no JSON') },
    { plaintext: Buffer.from('{"exp":"1230"}') },
  ];
  const answers = await Promise.all(wrong.map(how => answerOf(how)));
  for (const { status, body } of answers)
    assert.deepEqual(
      [status, body],
      [400, { responseCode: 112, errorMessage: 'Bad parameter format: cipheredCardInfo' }],
    );
  const why = answers.map(({ diagnosis }) => diagnosis);
  assert.match(why[0] ?? '', /names a key identifier that is none of our active keys/);
  assert.match(why[1] ?? '', /No recipient of the envelope is one of our keys/);
  assert.deepEqual(why.slice(2), ['not JSON', 'fpan missing']);
});
