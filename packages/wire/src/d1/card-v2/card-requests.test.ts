import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registerConsumerWithCards } from '../consumer-v1/register-consumer-with-cards.ts';
import { deleteConsumer } from '../consumer-v2/delete-consumer.ts';
import { readRequest } from '../operation.ts';
import { invalidFormat, invalidValue } from '../reading.ts';
import * as reasons from '../reason-codes.ts';
import { activateCard } from './activate-card.ts';
import { createCard } from './create-card.ts';
import { deleteCard } from './delete-card.ts';
import { registerCard } from './register-card.ts';
import { renewCard } from './renew-card.ts';
import { replaceCard } from './replace-card.ts';
import { resumeCard } from './resume-card.ts';
import { suspendCard } from './suspend-card.ts';

const card = { consumerId: 'consumer', cardProductId: 'product', encryptedData: 'jwe' };

test('a registration needs consumer, product and card', () => {
  assert.deepEqual(readRequest(registerCard, { ...card, more: 1 }), { ok: true, message: card });
  for (const member of Object.keys(card))
    assert.deepEqual(readRequest(registerCard, { ...card, [member]: undefined }), invalidFormat(member));
  assert.deepEqual(readRequest(registerCard, undefined), invalidFormat('body'));
});

test('an envelope has 8192 characters at most', () => {
  assert.equal(readRequest(registerCard, { ...card, encryptedData: 'x'.repeat(8192) }).ok, true);
  for (const encryptedData of ['', 'x'.repeat(8193)])
    assert.deepEqual(readRequest(registerCard, { ...card, encryptedData }), invalidFormat('encryptedData'));
});

test('a card begins active or inactive', () => {
  for (const state of ['ACTIVE', 'INACTIVE'])
    assert.equal(readRequest(registerCard, { ...card, state }).ok, true);
  for (const state of ['DELETED', 'active', ''])
    assert.deepEqual(readRequest(registerCard, { ...card, state }), invalidValue('state'));
});

test('a card made by D1 has accounts of which one is the default, and nothing that is not known', () => {
  const wanted = { consumerId: 'consumer', cardProductId: 'product' };
  const account = { default: true, number: 'NO9386011117947', currencyCode: 'NOK', type: 'CURRENT' };
  const other = { ...account, default: false };
  const read = (more: object) => readRequest(createCard, { ...wanted, ...more });
  assert.equal(read({}).ok, true);
  assert.equal(read({ accounts: [account, other] }).ok, true);
  for (const accounts of [[other], [account, account]])
    assert.deepEqual(read({ accounts }), invalidValue('accounts'));
  assert.deepEqual(read({ accounts: [] }), invalidFormat('accounts'));
  assert.deepEqual(read({ more: 1 }), invalidFormat('more'));
  assert.deepEqual(read({ accounts: [{ ...account, more: 1 }] }), invalidFormat('accounts.0.more'));
  for (const member of ['default', 'number', 'currencyCode'])
    assert.deepEqual(
      read({ accounts: [{ ...account, [member]: undefined }] }),
      invalidFormat(`accounts.0.${member}`),
    );
});

test('a replacement needs the new cardId and the new card', () => {
  const replacement = { newCardId: 'card-2', encryptedData: 'jwe' };
  assert.deepEqual(readRequest(replaceCard, { ...replacement, more: 1 }), { ok: true, message: replacement });
  for (const member of Object.keys(replacement))
    assert.deepEqual(
      readRequest(replaceCard, { ...replacement, [member]: undefined }),
      invalidFormat(member),
    );
  assert.deepEqual(
    readRequest(replaceCard, { ...replacement, newCardId: 'x'.repeat(49) }),
    invalidFormat('newCardId'),
  );
});

test('a renewal may say nothing at all', () => {
  assert.deepEqual(readRequest(renewCard, undefined), { ok: true, message: {} });
  assert.deepEqual(readRequest(renewCard, { encryptedData: 'jwe', more: 1 }), {
    ok: true,
    message: { encryptedData: 'jwe' },
  });
});

test('cards registered together are each as one registered alone', () => {
  const listed = { cardId: 'card', cardProductId: 'product', encryptedData: 'jwe' };
  const read = (cards: unknown) => readRequest(registerConsumerWithCards, { cards });
  assert.equal(read([listed, { ...listed, accountId: 'account', state: 'INACTIVE', more: 1 }]).ok, true);
  assert.deepEqual(read([listed, { ...listed, cardId: 'a b' }]), invalidFormat('cards.1.cardId'));
  assert.deepEqual(read([{ ...listed, state: 'DELETED' }]), invalidValue('cards.0.state'));
  assert.deepEqual(read([]), invalidFormat('cards'));
  assert.deepEqual(read(undefined), invalidFormat('cards'));
});

const closed = [
  [suspendCard, reasons.suspendReasonCodes],
  [resumeCard, reasons.resumeReasonCodes],
  [deleteCard, reasons.deleteReasonCodes],
  [activateCard, reasons.activateReasonCodes],
  [deleteConsumer, reasons.deleteReasonCodes],
] as const;

for (const [operation, codes] of closed)
  test(`${operation.name} takes a reason of its own, or none`, () => {
    assert.deepEqual(readRequest(operation, undefined), { ok: true, message: {} });
    for (const reasonCode of codes) assert.equal(readRequest(operation, { reasonCode }).ok, true);
    for (const reasonCode of ['OTHER', 'CARD_EXPIRED', 'fraud', ''])
      assert.deepEqual(readRequest(operation, { reasonCode }), invalidValue('reasonCode'));
    assert.equal(readRequest(operation, { reason: 'x'.repeat(64) }).ok, true);
    for (const reason of ['', 'x'.repeat(65), 'lost!', 'verloren: ä'])
      assert.deepEqual(readRequest(operation, { reason }), invalidFormat('reason'));
    assert.deepEqual(readRequest(operation, { more: 1 }), invalidFormat('more'));
  });

test('renewal and replacement have reasons of their own', () => {
  for (const reasonCode of reasons.renewReasonCodes)
    assert.equal(readRequest(renewCard, { reasonCode }).ok, true);
  assert.deepEqual(readRequest(renewCard, { reasonCode: 'CARD_STOLEN' }), invalidValue('reasonCode'));
  const replacement = { newCardId: 'card-2', encryptedData: 'jwe' };
  for (const reasonCode of reasons.replaceReasonCodes)
    assert.equal(readRequest(replaceCard, { ...replacement, reasonCode }).ok, true);
  assert.deepEqual(
    readRequest(replaceCard, { ...replacement, reasonCode: 'CARD_EXPIRED' }),
    invalidValue('reasonCode'),
  );
});
