import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as auxiliary from '../issuer-gateway-auxiliary/operations.ts';
import { qualifiedName, readRequest, readResponse } from './operation.ts';
import { inboundOperations, operationNamed, outboundOperations } from './operations.ts';

const operations = [
  ...inboundOperations,
  ...outboundOperations,
  ...auxiliary.inboundOperations,
  ...auxiliary.outboundOperations,
];

test('the API has the operations of its documentation, each in its direction', () => {
  assert.deepEqual(
    inboundOperations.map(operation => operation.name),
    ['getCardInfo', 'getTokenInfo', 'updateCard', 'updateCardState', 'sendMessage'],
  );
  assert.deepEqual(
    outboundOperations.map(operation => operation.name),
    [
      'checkCardEligibility',
      'requestCardDigitization',
      'getIDnVMethodList',
      'sendOTP',
      'notifyVirtualCardChange',
      'requestDeviceBinding',
    ],
  );
  assert.ok(inboundOperations.every(operation => operation.direction === 'inbound'));
  assert.ok(outboundOperations.every(operation => operation.direction === 'outbound'));
});

test('the auxiliary API has few, and shares names with the other', () => {
  const named = (list: readonly { name: string }[]) => list.map(({ name }) => name);
  assert.deepEqual(named(auxiliary.inboundOperations), ['updateCard', 'updateCardState']);
  assert.deepEqual(named(auxiliary.outboundOperations), [
    'requestCoBadgeDigitization',
    'notifyVirtualCardChange',
  ]);
});

test('an operation is found by its exact name, that of the auxiliary API with the name of the API', () => {
  for (const operation of operations) assert.equal(operationNamed(qualifiedName(operation)), operation);
  assert.equal(operationNamed('auxiliary/getCardInfo'), undefined);
  for (const name of ['SendOTP', 'sendotp', 'toString', '']) assert.equal(operationNamed(name), undefined);
});

test('every operation survives any JSON', () => {
  fc.assert(
    fc.property(fc.constantFrom(...operations), fc.jsonValue(), (operation, body) => {
      assert.equal(typeof readRequest(operation, body).ok, 'boolean');
      assert.equal(typeof readResponse(operation, body).ok, 'boolean');
    }),
  );
});

test('no operation emits an alias: only canonical names are members of a schema', () => {
  const members = operations.flatMap(({ request }) => Object.keys(request.properties));
  assert.ok(!members.includes('keyIdentifier'));
});
