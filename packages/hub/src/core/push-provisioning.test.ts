import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeFault, forgetAfter, isForWallet, payloadFault } from './push-provisioning.ts';

const now = new Date('2026-11-22T10:00:00Z');
const second = now.getTime() / 1000;
const minutes = (count: number) => count * 60;

const claims = { iss: 'CMISSUER01', sub: 'card', aud: 'GOOGLE_PAY' } as const;
const code = (iat: number, exp: number) =>
  codeFault({ ...claims, iat: second + iat, exp: second + exp }, now);
const payload = (iat: number, validUntil: number) =>
  payloadFault(
    {
      fpan: '9990100100000000',
      nonce: 'n'.repeat(16),
      authenticationValue: 'x',
      iat: second + iat,
      validUntil: second + validUntil,
    },
    now,
  );

test('a code is good for at most 15 minutes, with a minute of skew at both ends', () => {
  assert.equal(code(0, minutes(15)), null);
  assert.match(code(0, minutes(15) + 1) ?? '', /15 minutes/);
  assert.equal(code(60, 120), null);
  assert.match(code(61, 120) ?? '', /future/);
  assert.equal(code(-minutes(5), -60), null);
  assert.match(code(-minutes(5), -61) ?? '', /expired/);
  assert.match(code(0, 0) ?? '', /before it begins/);
});

test('a payload is good for at most 5 minutes, with a minute of skew at both ends', () => {
  assert.equal(payload(0, minutes(5)), null);
  assert.match(payload(0, minutes(5) + 1) ?? '', /5 minutes/);
  assert.equal(payload(-minutes(5), -60), null);
  assert.match(payload(-minutes(5), -61) ?? '', /expired/);
});

test('what is used up is remembered for as long as it could be good', () => {
  for (const exp of [second + 60, second - 60]) {
    const end = forgetAfter(exp);
    assert.equal(codeFault({ ...claims, iat: exp - 60, exp }, end), null);
    assert.match(codeFault({ ...claims, iat: exp - 60, exp }, new Date(end.getTime() + 1)) ?? '', /expired/);
  }
});

test('the wallets of codes are those of token requestors', () => {
  assert.ok(isForWallet({ ...claims, iat: 0, exp: 1 }, 'ANDROID_PAY'));
  assert.ok(!isForWallet({ ...claims, iat: 0, exp: 1 }, 'APPLE_PAY'));
});
