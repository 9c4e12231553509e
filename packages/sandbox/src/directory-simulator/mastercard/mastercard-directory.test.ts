import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { aDirectoryCard, call, kari, settled, startDirectoryUnderTest } from '../directories.fixture.ts';

const mastercard = await startDirectoryUnderTest('MASTERCARD');
after(() => mastercard.close());

beforeEach(async () => {
  mastercard.hub.reset();
  mastercard.simulator.faults.reset();
  await mastercard.directory.removeConsumer(kari.externalConsumerId, call);
});

const enrol = (...cards: ReturnType<typeof aDirectoryCard>[]) =>
  mastercard.directory.enrol(kari, cards, call);

async function readCards() {
  const reading = await mastercard.directory.profile(kari.externalConsumerId, call);
  assert.ok(reading.status === 'READ');
  return reading.profile?.cards.map(({ externalCardId, state }) => `${externalCardId} ${state}`) ?? null;
}

const refused = (reason: string, consumer = 'TAKEN') => ({
  status: 'FAILED',
  consumer,
  refused: [{ externalCardId: null, reason }],
});

test('one card is enrolled at once, with a token of the hub; the same again changes nothing', async () => {
  assert.deepEqual(await enrol(aDirectoryCard('card-1')), { status: 'SUCCESSFUL' });
  assert.partialDeepStrictEqual(mastercard.hub.received[0], { body: { tokenRequestorId: '50123197928' } });
  assert.deepEqual(await enrol(aDirectoryCard('card-1')), { status: 'SUCCESSFUL' });
  assert.equal(mastercard.hub.received.filter(({ operation }) => operation === 'start').length, 1);
  const reading = await mastercard.directory.profile(kari.externalConsumerId, call);
  const { externalCardId, billingAddress } = aDirectoryCard('card-1');
  assert.deepEqual(reading, {
    status: 'READ',
    profile: {
      consumer: kari,
      cards: [{ externalCardId, cardholderName: null, billingAddress, state: 'ACTIVE' }],
    },
  });
});

test('a card is refused for the reasons the network has, and the profile stays', async () => {
  assert.deepEqual(await enrol(aDirectoryCard('card-1', '0002')), refused('PAN_INELIGIBLE'));
  mastercard.hub.behaviour.decision = 'red';
  assert.deepEqual(await enrol(aDirectoryCard('card-2')), refused('ISSUER_DECLINE'));
  mastercard.hub.behaviour.refusals = { start: { status: 400, errorCode: 113 } };
  assert.deepEqual(await enrol(aDirectoryCard('card-3')), refused('TOKENIZATION_INELIGIBLE'));
  assert.deepEqual(await readCards(), []);
});

test('a consumer whom the directory does not want has no profile', async () => {
  assert.deepEqual(await enrol(aDirectoryCard('card-1', '0010')), refused('CONSUMER_INELIGIBLE', 'REFUSED'));
  assert.equal(await readCards(), null);
});

test('a card with events to come is pending until it is released', async () => {
  const outcome = await enrol(aDirectoryCard('card-1', '0044'));
  assert.ok(outcome.status === 'PENDING');
  assert.deepEqual(await readCards(), ['card-1 PENDING']);
  assert.deepEqual(await mastercard.directory.poll(outcome.trace, call), outcome);
  assert.equal(await mastercard.simulator.release(), 1);
  assert.deepEqual(await mastercard.directory.poll(outcome.trace, call), { status: 'SUCCESSFUL' });
  assert.deepEqual(await readCards(), ['card-1 ACTIVE']);
});

test('several cards are a batch: polled, and each taken or refused by itself', async () => {
  const cards = [aDirectoryCard('card-1'), aDirectoryCard('card-2', '0002')];
  const batch = { correlationId: 'batch-1' };
  const outcome = await mastercard.directory.enrol(kari, cards, batch);
  assert.deepEqual(outcome, { status: 'PENDING', trace: 'BATCH batch-1' });
  assert.deepEqual(await mastercard.directory.enrol(kari, cards, batch), outcome);
  assert.deepEqual(await settled(mastercard.directory, outcome), {
    status: 'FAILED',
    consumer: 'TAKEN',
    refused: [{ externalCardId: 'card-2', reason: 'PAN_INELIGIBLE' }],
  });
  assert.deepEqual(await readCards(), ['card-1 ACTIVE']);
});

test('a directory that times out once takes the same card the next time', async () => {
  const card = aDirectoryCard('card-1', '0028');
  assert.equal((await enrol(card)).status, 'UNAVAILABLE');
  assert.equal(await readCards(), null);
  assert.deepEqual(await enrol(card), { status: 'SUCCESSFUL' });
});

test('consumer and cards are changed and removed; what is not there is removed already', async () => {
  const { directory } = mastercard;
  await enrol(aDirectoryCard('card-1'));
  const renamed = { ...kari, middleName: 'Lise', email: 'lise@example.com' };
  assert.deepEqual(await directory.updateConsumer(renamed, call), { status: 'SUCCESSFUL' });
  const billingAddress = { ...aDirectoryCard('card-1').billingAddress, line2: 'Floor 3' };
  const change = { externalCardId: 'card-1', cardholderName: 'KARI', billingAddress };
  const id = kari.externalConsumerId;
  assert.deepEqual(await directory.updateCards(id, [change], call), { status: 'SUCCESSFUL' });
  const reading = await directory.profile(id, call);
  assert.ok(reading.status === 'READ');
  assert.deepEqual(reading.profile?.consumer, renamed);
  assert.deepEqual(reading.profile?.cards[0]?.billingAddress, billingAddress);
  const strange = await directory.updateCards(id, [{ ...change, externalCardId: 'card-7' }], call);
  assert.deepEqual(strange, refused('CARD_NOT_FOUND'));
  mastercard.hub.received.length = 0;
  const card = { externalConsumerId: id, externalCardId: 'card-1' };
  assert.deepEqual(await directory.removeCard(card, call), { status: 'SUCCESSFUL' });
  assert.deepEqual(await directory.removeCard(card, call), { status: 'SUCCESSFUL' });
  assert.deepEqual(
    mastercard.hub.received.map(({ operation }) => operation),
    ['event'],
  );
  assert.deepEqual(await directory.removeConsumer(id, call), { status: 'SUCCESSFUL' });
  assert.deepEqual(await directory.removeConsumer(id, call), { status: 'SUCCESSFUL' });
  assert.equal((await directory.updateConsumer(kari, call)).status, 'FAILED');
});

test('a directory that is down or broken is unavailable, whatever it is asked', async () => {
  for (const fault of ['503', '404', 'reset', 'huge-body'] as const) {
    mastercard.simulator.faults.inject({ operation: '*', fault });
    assert.equal((await enrol(aDirectoryCard('card-1'))).status, 'UNAVAILABLE');
    assert.equal((await mastercard.directory.profile('consumer-1', call)).status, 'UNAVAILABLE');
    assert.equal((await mastercard.directory.poll('BATCH b', call)).status, 'UNAVAILABLE');
  }
});

test('nothing on record says who the consumer is, or which card it is', async () => {
  await enrol(aDirectoryCard('card-1'));
  await mastercard.directory.profile(kari.externalConsumerId, call);
  const text = mastercard.recorded();
  assert.match(text, /enrollCard/);
  for (const secret of [
    'Kari',
    'Nordmann',
    'kari@',
    '41234567',
    'Storgata',
    '"2030"',
    aDirectoryCard('card-1').pan,
  ])
    assert.ok(!text.includes(secret), secret);
});
