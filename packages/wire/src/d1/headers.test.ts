import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readD1Headers } from './headers.ts';
import { invalidFormat } from './reading.ts';

test('both headers are optional', () => {
  assert.deepEqual(readD1Headers('D1-Public-IN-v2-Card', {}), {
    ok: true,
    correlationId: null,
    userId: null,
  });
  assert.deepEqual(
    readD1Headers('D1-Public-IN-v2-Card', { 'X-Correlation-Id': 'c-1', 'x-user-id': 'teller_7' }),
    {
      ok: true,
      correlationId: 'c-1',
      userId: 'teller_7',
    },
  );
});

test('the older APIs take dots and spaces in a correlation id, the others do not', () => {
  for (const api of [
    'D1-Public-IN-v1-Card',
    'D1-Public-IN-v1-Consumer',
    'D1-Public-IN-v1-DigitalCard',
  ] as const)
    assert.equal(readD1Headers(api, { 'x-correlation-id': 'a.b c' }).ok, true);
  for (const api of [
    'D1-Public-IN-v2-Card',
    'D1-Public-IN-v2-Consumer',
    'D1-Public-IN-v1-Auth2',
    'D1-Public-IN-v1-ClickToPay',
  ] as const)
    assert.deepEqual(readD1Headers(api, { 'x-correlation-id': 'a.b c' }), invalidFormat('x-correlation-id'));
});

test('no inbound API takes what is empty, long, sent twice or of other characters', () => {
  for (const api of ['D1-Public-IN-v1-Card', 'D1-Public-IN-v2-Card'] as const)
    for (const value of ['', 'x'.repeat(65), 'a,b', 'a\n', 'ä', ['a', 'b']])
      assert.deepEqual(readD1Headers(api, { 'x-correlation-id': value }), invalidFormat('x-correlation-id'));
});

test('outbound nothing is laid down', () => {
  const headers = { 'x-correlation-id': 'x'.repeat(200) };
  assert.equal(readD1Headers('D1-Public-OUT-v2-Card', headers).ok, true);
});

test('a user id has 15 characters at most, and is a matter of v2 alone', () => {
  for (const value of ['', 'x'.repeat(16), 'a b', 'a.b']) {
    const headers = { 'x-user-id': value };
    assert.deepEqual(readD1Headers('D1-Public-IN-v2-Consumer', headers), invalidFormat('x-user-id'));
    assert.deepEqual(readD1Headers('D1-Public-IN-v1-Card', headers), {
      ok: true,
      correlationId: null,
      userId: null,
    });
  }
});
