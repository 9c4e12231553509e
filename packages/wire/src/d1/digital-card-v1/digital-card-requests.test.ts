import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRequest, readResponse } from '../operation.ts';
import { invalidFormat, invalidValue } from '../reading.ts';
import { digitalCardReasonCodes } from '../reason-codes.ts';
import { deleteDigitalCard } from './delete-digital-card.ts';
import { resumeDigitalCard } from './resume-digital-card.ts';
import { suspendDigitalCard } from './suspend-digital-card.ts';

for (const operation of [suspendDigitalCard, resumeDigitalCard, deleteDigitalCard]) {
  test(`${operation.name} takes a reason of digital cards, or none`, () => {
    assert.deepEqual(readRequest(operation, undefined), { ok: true, message: {} });
    for (const reasonCode of digitalCardReasonCodes)
      assert.equal(readRequest(operation, { reasonCode, reason: 'a 1' }).ok, true);
    assert.deepEqual(readRequest(operation, { reasonCode: 'CARD_LOST' }), invalidValue('reasonCode'));
    assert.deepEqual(readRequest(operation, { reason: 'a!' }), invalidFormat('reason'));
    assert.deepEqual(readRequest(operation, { more: 1 }), invalidFormat('more'));
  });

  test(`${operation.name} answers how far it came, and perhaps which operation that is`, () => {
    assert.deepEqual(readResponse(operation, { status: 'PENDING', more: 1 }), {
      ok: true,
      message: { status: 'PENDING' },
    });
    assert.deepEqual(readResponse(operation, { operationId: 'o' }), invalidFormat('status'));
    assert.deepEqual(readResponse(operation, { status: 'DONE' }), invalidValue('status'));
  });
}
