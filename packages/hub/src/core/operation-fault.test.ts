import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failedWith, faultOfPart } from './operation-fault.ts';

test('a failure is named as the response code is, in words for people', () => {
  assert.deepEqual(failedWith(221), {
    status: 'FAILED',
    errorCode: 'DEVICE_NOT_REACHABLE',
    error: 'Device not reachable',
  });
  assert.equal(failedWith(166).errorCode, 'INVALID_FPAN');
});

test('a digital card that did not follow its card is told by what its provider did', () => {
  assert.deepEqual(
    [322, 323, 432, 166].map(code => faultOfPart(code).errorCode),
    ['TSP_UNAVAILABLE', 'SUPERSEDED', 'INVALID_STATE', 'TSP_REFUSED'],
  );
  assert.match(faultOfPart(166).error, /response code 166/);
});

test('a code that is not in the table is told as it came', () => {
  assert.deepEqual(failedWith(777), {
    status: 'FAILED',
    errorCode: 'OPERATION_FAILED',
    error: 'Response code 777',
  });
});
