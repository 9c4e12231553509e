import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRequest } from './operation.ts';
import { updateCardState } from './update-card-state.ts';

test('takes the action in any case and the reason as number or text, known or not', () => {
  assert.deepEqual(
    readRequest(updateCardState, { issuerCardRefId: 'r', action: 'Suspend', reason: '4711' }),
    {
      ok: true,
      message: { issuerCardRefId: 'r', action: 'SUSPEND', reason: 4711 },
    },
  );
});

test('takes the number 7 for the identifier "7"', () => {
  assert.deepEqual(readRequest(updateCardState, { issuerCardRefId: 7, virtualCardId: 8, action: 'DELETE' }), {
    ok: true,
    message: { issuerCardRefId: '7', virtualCardId: '8', action: 'DELETE' },
  });
});

test('refuses an unknown action and a reason that is no number', () => {
  const request = { issuerCardRefId: 'r', action: 'RESUME' };
  assert.deepEqual(readRequest(updateCardState, { ...request, action: 'ACTIVATE' }), {
    ok: false,
    code: 112,
    parameter: 'action',
  });
  assert.deepEqual(readRequest(updateCardState, { ...request, reason: 'lost' }), {
    ok: false,
    code: 112,
    parameter: 'reason',
  });
  assert.deepEqual(readRequest(updateCardState, { issuerCardRefId: 'r' }), {
    ok: false,
    code: 111,
    parameter: 'action',
  });
});
