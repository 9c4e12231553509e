import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TokenOfRequestor } from '@countermark/wire/token-requestor/token';
import { counterpartOf } from './counterpart.ts';

const primary: TokenOfRequestor = {
  virtualCardId: 'primary',
  state: 'RESUMED',
  suspendedBy: [],
  tokenRequestorId: '40010030273',
  walletProviderId: 'APPLE_PAY',
  walletVirtualCardId: 'dpan-1',
  isPrimary: true,
  tokenLastDigits: '1234',
  tokenExpiryDate: '1230',
  cardLastDigits: '0000',
  creationDate: '2026-11-22T10:00:00Z',
  lastUpdateDate: '2026-11-22T10:00:00Z',
};
const auxiliary: TokenOfRequestor = {
  ...primary,
  virtualCardId: 'auxiliary',
  isPrimary: false,
  walletVirtualCardId: 'dpan-2',
  primaryWalletVirtualCardId: 'dpan-1',
};
const stranger = { ...primary, virtualCardId: 'stranger', walletVirtualCardId: 'dpan-3' };
const ofCard = [stranger, primary, auxiliary];

test('the two tokens of a cobadged card are found from each other', () => {
  assert.equal(counterpartOf(primary, ofCard), auxiliary);
  assert.equal(counterpartOf(auxiliary, ofCard), primary);
});

test('no other token is one, nor one that is gone', () => {
  assert.equal(counterpartOf(stranger, ofCard), undefined);
  assert.equal(counterpartOf(primary, [primary, { ...auxiliary, state: 'DELETED' }]), undefined);
  const { walletVirtualCardId: _, ...unnamed } = stranger;
  assert.equal(counterpartOf(unnamed, [unnamed, primary]), undefined);
});
