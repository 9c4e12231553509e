import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCardCredentials } from './card-credentials.ts';
import { readFullCardCredentials } from './full-card-credentials.ts';
import { readVerifyCardCredentials } from './verify-card-credentials.ts';

const bytes = (content: unknown) => new TextEncoder().encode(JSON.stringify(content));
const refused = (diagnosis: string) => ({
  ok: false,
  errorCode: 'FIELD_INVALID_VALUE',
  error: 'encryptedData',
  diagnosis,
});

const card = { pan: '4111111111111111', exp: '1230' };
const whole = { ...card, name: 'JOHN SMITH', cvv: '123' };

test('a card is its number and expiry date', () => {
  assert.deepEqual(readCardCredentials(bytes({ ...whole, more: 1 })), { ok: true, content: card });
  assert.deepEqual(readCardCredentials(bytes({ ...card, pan: undefined })), refused('pan missing'));
  assert.deepEqual(readCardCredentials(bytes({ ...card, exp: '1330' })), refused('exp malformed'));
  for (const pan of ['', '4'.repeat(20), '4111 1111 1111 1111'])
    assert.deepEqual(readCardCredentials(bytes({ ...card, pan })), refused('pan malformed'));
});

test('a card to be verified may have name and security code', () => {
  assert.deepEqual(readVerifyCardCredentials(bytes(whole)), { ok: true, content: whole });
  assert.deepEqual(readVerifyCardCredentials(bytes(card)), { ok: true, content: card });
  for (const cvv of ['12', '12345', 'abc'])
    assert.deepEqual(readVerifyCardCredentials(bytes({ ...whole, cvv })), refused('cvv malformed'));
  assert.deepEqual(
    readVerifyCardCredentials(bytes({ ...whole, name: 'x'.repeat(129) })),
    refused('name malformed'),
  );
});

test('a card that its issuer hands out has ten digits at least, and its security code', () => {
  const { name: _, ...nameless } = whole;
  for (const content of [whole, nameless, { ...whole, pan: '4'.repeat(10) }])
    assert.deepEqual(readFullCardCredentials(bytes(content)), { ok: true, content });
  assert.deepEqual(
    readFullCardCredentials(bytes({ ...whole, pan: '4'.repeat(9) })),
    refused('pan malformed'),
  );
  assert.deepEqual(readFullCardCredentials(bytes(card)), refused('cvv missing'));
});

test('what is no JSON is refused, and nothing of it repeated', () => {
  assert.deepEqual(
    readCardCredentials(new TextEncoder().encode('4111111111111111,1230')),
    refused('not JSON'),
  );
  assert.deepEqual(readCardCredentials(Uint8Array.of(0xff)), refused('not UTF-8'));
  fc.assert(
    fc.property(fc.jsonValue(), content => {
      const secret = '4111111111111111';
      const reading = readFullCardCredentials(bytes({ pan: secret, exp: content, cvv: content }));
      if (!reading.ok) assert.ok(!JSON.stringify(reading).includes(secret));
    }),
  );
});
