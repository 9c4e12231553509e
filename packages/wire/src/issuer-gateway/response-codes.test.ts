import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  codeType,
  isRetryable,
  normaliseCode,
  ResponseCode,
  responseCodeEntry,
  responseCodes,
} from './response-codes.ts';

test('a listed code has one type, however it comes', () => {
  const types = { 111: 'D', 164: 'D', 221: 'S', 231: 'F', 321: 'S', 323: 'F', 432: 'D', 911: 'F', 921: 'S' };
  for (const [code, type] of Object.entries(types)) {
    assert.equal(codeType(Number(code), 'synchronous'), type);
    assert.equal(codeType(Number(code), 'asynchronous'), type);
  }
});

test('an unlisted code is a data error in an answer and final in a notification', () => {
  for (const code of [162, 500, 999, 0, -1, 1.5, Number.NaN]) {
    assert.equal(codeType(code, 'synchronous'), 'D');
    assert.equal(codeType(code, 'asynchronous'), 'F');
    assert.equal(responseCodeEntry(code), undefined);
    assert.equal(isRetryable(code), false);
  }
});

test('191 of a token service provider is read as 158', () => {
  assert.equal(normaliseCode(191), 158);
  assert.equal(normaliseCode(162), 162);
  assert.equal(codeType(191, 'asynchronous'), 'D');
  assert.deepEqual(responseCodeEntry(191), responseCodes[ResponseCode.cardExpired]);
});

test('exactly the system errors may be sent again', () => {
  const retryable = Object.keys(responseCodes).map(Number).filter(isRetryable);
  assert.deepEqual(retryable, [221, 321, 322, 921]);
});

test('names and table list the same codes', () => {
  assert.deepEqual(Object.values(ResponseCode).map(String), Object.keys(responseCodes));
});
