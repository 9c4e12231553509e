import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRequest } from '../issuer-gateway/operation.ts';
import { updateCard } from './update-card.ts';

test('takes new card data or a new reference, with either name of the key', () => {
  const request = { issuerCardRefId: 'ref-1', newIssuerCardRefId: 'ref-2' };
  assert.deepEqual(readRequest(updateCard, request), { ok: true, message: request });
  const renewed = { issuerCardRefId: 'ref-1', fpanDetails: '3080', keyIdentifier: 'hub-1' };
  assert.deepEqual(readRequest(updateCard, renewed), {
    ok: true,
    message: { issuerCardRefId: 'ref-1', fpanDetails: '3080', publicKeyIdentifier: 'hub-1' },
  });
});

test('knows no card profile: a change of it alone is none', () => {
  const request = { issuerCardRefId: 'ref-1', newProductId: 'gold' };
  assert.deepEqual(readRequest(updateCard, request), {
    ok: false,
    code: 111,
    parameter: 'fpanDetails|newIssuerCardRefId',
  });
});
