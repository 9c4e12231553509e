import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callAsD1 } from '@countermark/issuer-kit/testing';
import { testCards } from '../src/bank/test-cards.ts';
import { standInHub } from './hub/stand-in-hub.ts';

const hub = await standInHub();
const [card] = testCards;
assert.ok(card);

test('a card is verified, and its consumer is named', async () => {
  const { pan, exp, cvv } = card;
  const { message } = await callAsD1(hub, 'verifyCard', {
    card: { pan, exp, cvv },
    request: { cardBin: pan.slice(0, 8) },
  });
  assert.deepEqual(message, {
    cardId: card.reference,
    consumerId: card.consumerId,
    verificationResults: {
      securityCode: { valid: true },
      card: { invalid: false, lostOrStolen: false, expired: false },
    },
  });
});

test('of a card that is not ours nothing is told', async () => {
  const { message } = await callAsD1(hub, 'verifyCard', {
    card: { pan: '9990100900009995', exp: '1230' },
    request: { cardBin: '99901009' },
  });
  assert.deepEqual(message, { verificationResults: { card: { invalid: true } } });
});

test('a number is not verified under the id of another card', async () => {
  const { pan, exp } = card;
  const { message } = await callAsD1(hub, 'verifyCard', {
    card: { pan, exp },
    request: { cardBin: pan.slice(0, 8), cardId: 'card-2' },
  });
  assert.deepEqual(message, { verificationResults: { card: { invalid: true } } });
});

test('the data of a suspended card are not handed out', async () => {
  const { status } = await callAsD1(hub, 'getCardCredentials', { parameters: { cardId: 'card-5' } });
  assert.equal(status, 403);
});

test('a consumer is known, and another is not', async () => {
  const known = await callAsD1(hub, 'getConsumerInformation', {
    parameters: { consumerId: card.consumerId },
  });
  assert.equal(known.message?.firstName, 'Alice');
  assert.equal(known.message?.billingAddress?.countryCode, 'ES');
  const unknown = await callAsD1(hub, 'getConsumerInformation', { parameters: { consumerId: 'nobody' } });
  assert.equal(unknown.status, 404);
});
