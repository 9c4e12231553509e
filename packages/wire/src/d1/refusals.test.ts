import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inboundRefusals, outboundRefusals, refusalRow } from './refusals.ts';

test('a row is what the table of errors has', () => {
  assert.deepEqual(refusalRow('CARD_NOT_FOUND'), {
    status: 404,
    errorCode: 'CARD_NOT_FOUND',
    when: 'The issuer has no such card.',
  });
});

test('of a refused token no code travels', () => {
  const { status, errorCode, error } = refusalRow('AUTHORIZER_UNAUTHORIZED');
  assert.deepEqual([status, errorCode, error], [401, null, 'Unauthorized']);
});

test('an inbound operation is refused as all are, and in its own ways between', () => {
  assert.deepEqual(
    inboundRefusals('CARD_NOT_FOUND', 'INVALID_STATE').map(({ status, errorCode }) => [status, errorCode]),
    [
      [400, null],
      [400, 'FIELD_INVALID_FORMAT'],
      [400, 'FIELD_INVALID_VALUE'],
      [401, null],
      [403, 'ISSUER_FORBIDDEN'],
      [404, 'ISSUER_NOT_FOUND'],
      [404, 'CARD_NOT_FOUND'],
      [403, 'INVALID_STATE'],
      [429, 'TOO_MANY_REQUESTS'],
      [500, 'INTERNAL_ERROR'],
    ],
  );
});

test('issuers refuse by status', () => {
  assert.deepEqual(
    outboundRefusals(400, 500).map(({ status, errorCode }) => [status, errorCode]),
    [
      [400, null],
      [500, null],
    ],
  );
});
