import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type IncomingHeaders, readHeaders, writeHeaders } from './headers.ts';

const headers: IncomingHeaders = { 'x-correlation-id': 'a.b_c-d 1', 'x-issuer-id': 'ISSUER1234' };

test('reads both headers, names in any case', () => {
  const read = { ok: true, correlationId: 'a.b_c-d 1', issuerId: 'ISSUER1234' };
  assert.deepEqual(readHeaders(headers), read);
  assert.deepEqual(readHeaders({ 'X-Correlation-Id': 'a.b_c-d 1', 'X-ISSUER-ID': ['ISSUER1234'] }), read);
});

test('reads what was written', () => {
  const written = { correlationId: 'c', issuerId: 'ISSUER1234' };
  assert.deepEqual(readHeaders(writeHeaders(written)), { ok: true, ...written });
});

test('tells the missing header', () => {
  assert.deepEqual(readHeaders({}), { ok: false, code: 111, parameter: 'x-correlation-id' });
  assert.deepEqual(readHeaders({ ...headers, 'x-issuer-id': undefined }), {
    ok: false,
    code: 111,
    parameter: 'x-issuer-id',
  });
});

test('tells the malformed header', () => {
  for (const value of ['', 'x'.repeat(65), 'a,b', 'a\n', 'ä', ['a', 'b']])
    assert.deepEqual(readHeaders({ ...headers, 'x-correlation-id': value }), {
      ok: false,
      code: 112,
      parameter: 'x-correlation-id',
    });
  for (const value of ['ISSUER123', 'ISSUER12345', 'ISSUER 123'])
    assert.deepEqual(readHeaders({ ...headers, 'x-issuer-id': value }), {
      ok: false,
      code: 112,
      parameter: 'x-issuer-id',
    });
});

test('refuses a header sent twice in different case', () => {
  assert.deepEqual(readHeaders({ ...headers, 'X-Issuer-Id': 'ISSUER9999' }), {
    ok: false,
    code: 112,
    parameter: 'x-issuer-id',
  });
});
