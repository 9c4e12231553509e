import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRequest } from './operation.ts';
import { updateCard } from './update-card.ts';

test('needs something to change', () => {
  assert.deepEqual(readRequest(updateCard, { issuerCardRefId: 'r' }), {
    ok: false,
    code: 111,
    parameter: 'fpanDetails|newProductId|newIssuerCardRefId',
  });
  for (const change of [{ fpanDetails: '3080' }, { newProductId: 'P2' }, { newIssuerCardRefId: 'r2' }])
    assert.equal(readRequest(updateCard, { issuerCardRefId: 'r', ...change }).ok, true);
});

test('takes the key identifier under both names', () => {
  const request = { issuerCardRefId: 'r', fpanDetails: '3080', publicKeyIdentifier: 'hub-1' };
  const { publicKeyIdentifier, ...rest } = request;
  const read = { ok: true, message: request };
  assert.deepEqual(readRequest(updateCard, request), read);
  assert.deepEqual(readRequest(updateCard, { ...rest, keyIdentifier: publicKeyIdentifier }), read);
  assert.deepEqual(readRequest(updateCard, { ...request, keyIdentifier: 'other' }), read);
  assert.deepEqual(readRequest(updateCard, { ...rest, keyIdentifier: '' }), { ok: true, message: rest });
});

test('keeps the lengths of its members', () => {
  const cases = {
    issuerCardRefId: 'x'.repeat(49),
    newIssuerCardRefId: 'x'.repeat(49),
    fpanDetails: '3'.repeat(8193),
    publicKeyIdentifier: 'a key',
  };
  for (const [member, value] of Object.entries(cases)) {
    const refused = readRequest(updateCard, { issuerCardRefId: 'r', newProductId: 'P2', [member]: value });
    assert.deepEqual(refused, { ok: false, code: 112, parameter: member });
  }
});
