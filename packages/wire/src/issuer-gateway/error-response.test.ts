import assert from 'node:assert/strict';
import { test } from 'node:test';
import { malformed, missing, readMessage } from '../reading.ts';
import { defaultMessage, ErrorRes, errorResponse, errorResponseTo } from './error-response.ts';
import { ResponseCode } from './response-codes.ts';

test('says what the code means, unless told better', () => {
  assert.deepEqual(errorResponse(ResponseCode.unknownCard), {
    responseCode: 116,
    errorMessage: 'Unknown card',
  });
  assert.deepEqual(errorResponse(116, 'No such card'), { responseCode: 116, errorMessage: 'No such card' });
  assert.equal(defaultMessage(777), 'Request refused');
});

test('names the member that is to blame, where there is one', () => {
  assert.deepEqual(errorResponseTo({ code: 116 }), { responseCode: 116, errorMessage: 'Unknown card' });
  assert.deepEqual(errorResponseTo(malformed('issuerCardRefId')), {
    responseCode: 112,
    errorMessage: 'Bad parameter format: issuerCardRefId',
  });
  assert.deepEqual(errorResponseTo(missing('action')), {
    responseCode: 111,
    errorMessage: 'Missing required parameter: action',
  });
});

test('cuts a message at 500 characters, and no character in two', () => {
  assert.equal(errorResponse(911, 'x'.repeat(600)).errorMessage.length, 500);
  assert.ok(errorResponse(911, `${'x'.repeat(499)}😀`).errorMessage.isWellFormed());
});

test('stars a card number', () => {
  assert.equal(errorResponse(116, 'Unknown 4111111111111111').errorMessage, 'Unknown 411111******1111');
});

test('reads the errors that issuers send', () => {
  assert.deepEqual(readMessage(ErrorRes, { responseCode: '911', errorMessage: 'x'.repeat(2000), more: 1 }), {
    ok: true,
    message: { responseCode: 911, errorMessage: 'x'.repeat(2000) },
  });
  assert.deepEqual(readMessage(ErrorRes, { responseCode: 911, errorMessage: null }), {
    ok: true,
    message: { responseCode: 911 },
  });
});
