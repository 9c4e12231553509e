import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRequest } from '../issuer-gateway/operation.ts';
import { notifyVirtualCardChange } from './notify-virtual-card-change.ts';

const request = {
  issuerCardRefId: 'ref-1',
  virtualCardId: 'token-1',
  walletProviderId: 'APPLE_PAY',
  walletVirtualCardId: 'auxiliary-dpan-1',
  primaryWalletVirtualCardId: 'primary-dpan-1',
  tokenStorageId: 'element-1',
  isPrimary: false,
  action: 'ACTIVATE',
};

test('reads both names of the wallet, and actions of later versions', () => {
  assert.deepEqual(readRequest(notifyVirtualCardChange, request), { ok: true, message: request });
  const later = { ...request, action: 'REHOME' };
  assert.deepEqual(readRequest(notifyVirtualCardChange, later), { ok: true, message: later });
});

test('refuses what does not say where the token lives', () => {
  const { tokenStorageId: _, ...homeless } = request;
  assert.deepEqual(readRequest(notifyVirtualCardChange, homeless), {
    ok: false,
    code: 111,
    parameter: 'tokenStorageId',
  });
});

test('knows nothing of device bindings', () => {
  const bound = { ...request, deviceBindingReference: 'binding-1', authenticatorInfo: 'FIDO' };
  assert.deepEqual(readRequest(notifyVirtualCardChange, bound), { ok: true, message: request });
});
