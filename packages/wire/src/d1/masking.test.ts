import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { luhnCheckDigit } from '../card/pan.ts';
import { inboundOperations, outboundOperations } from './apis.ts';
import * as examples from './examples.ts';
import { maskMessage } from './masking.ts';
import { type D1Operation, qualifiedName } from './operation.ts';

const operations = [...inboundOperations, ...outboundOperations];

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** What the examples hold of persons, devices, accounts and secrets. */
const { deviceId = '', deviceName = '', expiryDate = '' } = examples.digitalCard;
const { expiryDate: cardExpiryDate = '' } = examples.cardDetails;
const secrets = new Set([
  ...textsIn([examples.consumerInfo, examples.address]),
  deviceId,
  deviceName,
  expiryDate,
  cardExpiryDate,
  examples.reason.reason,
  examples.encryptedData,
  'JOHN SMITH',
  'john@example.com',
  'NO9386011117947',
  '123456',
  'compact-JWS-of-the-claims',
  'compact-JWS-of-the-token',
  'token-of-the-issuer',
]);

const maskedExamples = ({ example, ...operation }: D1Operation) => [
  maskMessage(qualifiedName(operation), 'request', example.request),
  maskMessage(qualifiedName(operation), 'response', example.response),
];

for (const operation of operations)
  test(`${qualifiedName(operation)}: nothing personal and no secret of its example is shown`, () => {
    for (const shown of textsIn(maskedExamples(operation))) assert.ok(!secrets.has(shown), shown);
  });

test('the examples hold what has to be masked', () => {
  const sent = new Set(textsIn(operations.map(({ example }) => [example.request, example.response])));
  assert.deepEqual(
    [...secrets].filter(secret => !sent.has(secret)),
    [],
  );
});

test('identifiers, states and reasons by code are shown', () => {
  const suspend = 'D1-Public-IN-v2-Card/suspendCard';
  assert.deepEqual(maskMessage(suspend, 'request', { reason: 'Lost by John', reasonCode: 'CARD_LOST' }), {
    reason: '‹masked›',
    reasonCode: 'CARD_LOST',
  });
  assert.deepEqual(
    maskMessage('D1-Public-IN-v2-Card/registerCard', 'request', {
      consumerId: 'consumer',
      cardProductId: 'product',
      encryptedData: 'x'.repeat(700),
      state: 'ACTIVE',
      pan: '4111111111111111',
    }),
    {
      consumerId: 'consumer',
      cardProductId: 'product',
      encryptedData: '‹envelope, 700 characters›',
      state: 'ACTIVE',
      pan: '‹unknown member›',
    },
  );
});

test('of a one-time password only its length is told', () => {
  const request = { otp: '123456', channel: 'SMS', panLast4: '1111', reason: 'CARD-DIGITIZATION' };
  assert.deepEqual(maskMessage('D1-Public-OUT-v1-Consumer/deliverOtp', 'request', request), {
    ...request,
    otp: '‹6 digits›',
  });
});

test('a list is shown item by item, or one item of it alone', () => {
  const item = { operationId: 'o', status: 'FAILED', errorCode: 'X', message: 'Dear John' };
  const shown = { ...item, message: '‹masked›' };
  const name = 'D1-Public-OUT-v2-Card/notifyCardOperations';
  assert.deepEqual(maskMessage(name, 'request', [item, item]), [shown, shown]);
  assert.deepEqual(maskMessage(name, 'request', item), shown);
});

test('an error body is shown for every operation', () => {
  for (const operation of operations)
    assert.deepEqual(
      maskMessage(qualifiedName(operation), 'response', { errorCode: 'X', error: 'no 4111111111111111' }),
      { errorCode: 'X', error: 'no 411111******1111' },
    );
});

test('of an unknown operation only the names of members are shown', () => {
  assert.deepEqual(maskMessage('registerCard', 'request', { consumerId: 'c' }), {
    consumerId: '‹unknown member›',
  });
  assert.equal(maskMessage('__proto__', 'response', undefined), null);
});

test('a card number is shown nowhere, wherever it stands', () => {
  const pan = fc.stringMatching(/^[0-9]{12,18}$/).map(body => body + luhnCheckDigit(body));
  const namesIn = (value: unknown): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, member]) => [name, ...namesIn(member)])
      : [];
  const members = [...new Set(namesIn(operations.map(({ example }) => [example.request, example.response])))];
  const bodyWith = (number: string) =>
    fc.letrec<{ value: unknown }>(tie => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(number, `card ${number}.`, Number(number), [number], { [number]: number }),
        fc.dictionary(fc.constantFrom(...members, 'error', 'errorCode', 'unknown'), tie('value'), {
          maxKeys: 6,
        }),
      ),
    })).value;
  const cases = pan.chain(number => fc.tuple(fc.constant(number), bodyWith(number)));
  fc.assert(
    fc.property(fc.constantFrom(...operations), cases, (operation, [number, body]) => {
      const name = qualifiedName(operation);
      const shown = JSON.stringify([maskMessage(name, 'request', body), maskMessage(name, 'response', body)]);
      assert.ok(!shown.includes(number));
    }),
  );
});
