import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, clickToPayConsumer, consumerInfo } from '../examples.ts';
import { readRequest } from '../operation.ts';
import { invalidFormat, invalidValue } from '../reading.ts';
import { enrolCard } from './enrol-card.ts';
import { optOutCard } from './opt-out-card.ts';
import { optOutConsumer } from './opt-out-consumer.ts';
import { updateCard } from './update-card.ts';
import { updateConsumer } from './update-consumer.ts';

const enrolment = { consumerInfo: clickToPayConsumer, cardholderName: 'JOHN SMITH', billingAddress: address };
const { middleName: _, ...mandatory } = { middleName: 'Q', ...clickToPayConsumer };

test('an enrolment needs a billing address; consumer and name may come otherwise', () => {
  assert.deepEqual(readRequest(enrolCard, enrolment), { ok: true, message: enrolment });
  assert.deepEqual(readRequest(enrolCard, { billingAddress: address, more: 1 }), {
    ok: true,
    message: { billingAddress: address },
  });
  assert.deepEqual(readRequest(enrolCard, {}), invalidFormat('billingAddress'));
  assert.deepEqual(readRequest(enrolCard, undefined), invalidFormat('body'));
});

test('a name on the card has 26 letters at most', () => {
  const read = (cardholderName: string) => readRequest(enrolCard, { ...enrolment, cardholderName });
  for (const name of ['Åse', 'x'.repeat(26), 'محمد']) assert.equal(read(name).ok, true);
  for (const name of ['', 'x'.repeat(27), 'A"B'])
    assert.deepEqual(read(name), invalidFormat('cardholderName'));
});

for (const operation of [enrolCard, updateConsumer])
  test(`${operation.name} takes a whole consumer, all but the middle name`, () => {
    const read = (consumer: unknown) =>
      readRequest(operation, { billingAddress: address, consumerInfo: consumer });
    assert.equal(read({ ...mandatory, middleName: 'Q' }).ok, true);
    for (const member of Object.keys(mandatory))
      assert.deepEqual(read({ ...mandatory, [member]: undefined }), invalidFormat(`consumerInfo.${member}`));
    assert.deepEqual(read({ ...mandatory, language: 'english' }), invalidFormat('consumerInfo.language'));
    assert.equal(read(consumerInfo).ok, true);
  });

test('a consumer is updated with all that is known of them', () => {
  assert.deepEqual(readRequest(updateConsumer, { billingAddress: address }), invalidFormat('consumerInfo'));
  assert.equal(readRequest(updateConsumer, { consumerInfo: clickToPayConsumer }).ok, true);
});

test('a card is updated in something', () => {
  for (const change of [{ billingAddress: address }, { cardholderName: 'J SMITH' }])
    assert.deepEqual(readRequest(updateCard, change), { ok: true, message: change });
  for (const nothing of [{}, { reasonCode: 'USER_DECISION' }])
    assert.deepEqual(readRequest(updateCard, nothing), invalidFormat('billingAddress'));
});

for (const operation of [optOutCard, optOutConsumer])
  test(`${operation.name} needs nothing but may say why`, () => {
    assert.deepEqual(readRequest(operation, undefined), { ok: true, message: {} });
    for (const reasonCode of ['USER_DECISION', 'ISSUER_DECISION'])
      assert.equal(readRequest(operation, { reasonCode, reason: 'no longer wanted' }).ok, true);
    assert.deepEqual(readRequest(operation, { reasonCode: 'FRAUD' }), invalidValue('reasonCode'));
    assert.deepEqual(readRequest(operation, { more: 1 }), invalidFormat('more'));
  });
