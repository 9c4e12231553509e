import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notifyVirtualCardChange } from './notify-virtual-card-change.ts';
import { readRequest } from './operation.ts';

const request = {
  issuerCardRefId: 'ref-1',
  virtualCardId: 'token-1',
  walletProviderId: 'APPLE_PAY',
  isPrimary: true,
  action: 'ACTIVATE',
};

test('takes actions and sources of later versions', () => {
  const later = { ...request, action: 'REHOME', source: 'REGULATOR' };
  assert.deepEqual(readRequest(notifyVirtualCardChange, later), { ok: true, message: later });
  assert.deepEqual(readRequest(notifyVirtualCardChange, { ...request, action: 'activate' }), {
    ok: true,
    message: request,
  });
});

test('reads a failure and both forms of authenticatorInfo', () => {
  const failed = { ...request, errorCode: '221', authenticatorInfo: 'FIDO' };
  assert.deepEqual(readRequest(notifyVirtualCardChange, failed), {
    ok: true,
    message: { ...failed, errorCode: 221 },
  });
  const bound = { ...request, authenticatorInfo: { type: 'FIDO', level: 2 } };
  assert.deepEqual(readRequest(notifyVirtualCardChange, bound), {
    ok: true,
    message: { ...request, authenticatorInfo: { type: 'FIDO', level: '2' } },
  });
});

test('refuses what is not complete', () => {
  const { isPrimary: _, ...incomplete } = request;
  assert.deepEqual(readRequest(notifyVirtualCardChange, incomplete), {
    ok: false,
    code: 111,
    parameter: 'isPrimary',
  });
});
