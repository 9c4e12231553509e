import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { aDirectoryCard, call, kari, settled, startDirectoryUnderTest } from '../directories.fixture.ts';

const visa = await startDirectoryUnderTest('VISA');
after(() => visa.close());

const refusedCard = (externalCardId: string) => ({
  status: 'FAILED',
  consumer: 'TAKEN',
  refused: [{ externalCardId, reason: 'VIDC-2004' }],
});
const pending = { status: 'PENDING' } as const;

beforeEach(async () => {
  visa.hub.reset();
  visa.simulator.faults.reset();
  await visa.simulator.release();
  await settled(visa.directory, await visa.directory.removeConsumer(kari.externalConsumerId, call));
});

async function enrolled(...cards: ReturnType<typeof aDirectoryCard>[]) {
  const outcome = await visa.directory.enrol(kari, cards, call);
  assert.equal(outcome.status, 'PENDING');
  return settled(visa.directory, outcome);
}

async function readCards() {
  const reading = await visa.directory.profile(kari.externalConsumerId, call);
  assert.ok(reading.status === 'READ');
  return reading.profile?.cards.map(({ externalCardId }) => externalCardId) ?? null;
}

test('a consumer is enrolled with a card: asked, polled, and then both are there, with a token of the hub', async () => {
  const card = aDirectoryCard('card-1');
  assert.deepEqual(await enrolled(card), { status: 'SUCCESSFUL' });
  const reading = await visa.directory.profile(kari.externalConsumerId, call);
  const { externalCardId, cardholderName, billingAddress } = card;
  assert.deepEqual(reading, {
    status: 'READ',
    profile: {
      consumer: kari,
      cards: [{ externalCardId, cardholderName, billingAddress, state: 'ACTIVE' }],
    },
  });
  assert.partialDeepStrictEqual(visa.hub.received[0], { body: { tokenRequestorId: '40010075338' } });
  const [profile] = visa.simulator.profiles();
  assert.match(profile?.cards[0]?.virtualCardId ?? '', /^vc-/);
});

test('of several cards each is taken or refused by itself, and the profile stays', async () => {
  const outcome = await enrolled(aDirectoryCard('card-1', '0002'), aDirectoryCard('card-2'));
  assert.deepEqual(outcome, refusedCard('card-1'));
  assert.deepEqual(await readCards(), ['card-2']);
});

test('a card that the issuer declines is refused, and the profile stays without it', async () => {
  visa.hub.behaviour.decision = 'red';
  assert.deepEqual(await enrolled(aDirectoryCard('card-1')), refusedCard('card-1'));
  assert.deepEqual(await readCards(), []);
});

test('a consumer whom the directory does not want has no profile', async () => {
  const outcome = await enrolled(aDirectoryCard('card-1', '0010'));
  assert.deepEqual(outcome, {
    status: 'FAILED',
    consumer: 'REFUSED',
    refused: [{ externalCardId: null, reason: 'VIDC-2003' }],
  });
  assert.equal(await readCards(), null);
});

test('one request of a consumer at a time; what stays pending lasts until it is released, over a restart too', async () => {
  const first = await visa.directory.enrol(kari, [aDirectoryCard('card-1', '0044')], call);
  assert.ok(first.status === 'PENDING');
  const busy = { status: 'UNAVAILABLE', reason: 'VIDC-3000' };
  assert.deepEqual(await visa.directory.addCard(kari, aDirectoryCard('card-2'), call), busy);
  const other = { ...kari, externalConsumerId: 'consumer-2' };
  const second = await visa.directory.enrol(other, [aDirectoryCard('card-9')], call);
  assert.equal(second.status, 'PENDING');
  assert.deepEqual(await settled(visa.directory, second), { status: 'SUCCESSFUL' });
  while ((await readCards())?.length !== 1)
    assert.equal((await visa.directory.poll(first.trace, call)).status, 'PENDING');
  await visa.restart();
  assert.deepEqual(await visa.directory.poll(first.trace, call), { ...pending, trace: first.trace });
  assert.equal(await visa.simulator.release(), 1);
  assert.deepEqual(await visa.directory.poll(first.trace, call), { status: 'SUCCESSFUL' });
});

test('a directory that times out once takes the same request the next time', async () => {
  const card = aDirectoryCard('card-1', '0028');
  const first = await visa.directory.enrol(kari, [card], call);
  assert.equal(first.status, 'UNAVAILABLE');
  assert.equal(await readCards(), null);
  assert.deepEqual(await enrolled(card), { status: 'SUCCESSFUL' });
});

test('consumer and cards are changed, added and removed; a removed card loses its token', async () => {
  await enrolled(aDirectoryCard('card-1'));
  const { directory } = visa;
  assert.deepEqual(await settled(directory, await directory.addCard(kari, aDirectoryCard('card-2'), call)), {
    status: 'SUCCESSFUL',
  });
  const renamed = { ...kari, lastName: 'Hansen', phone: '+4798765432' };
  await settled(directory, await directory.updateConsumer(renamed, call));
  const moved = { ...aDirectoryCard('card-2').billingAddress, line1: 'Havnegata 7' };
  const change = { externalCardId: 'card-2', cardholderName: 'KARI HANSEN', billingAddress: moved };
  await settled(directory, await directory.updateCards(kari.externalConsumerId, [change], call));
  const names = { externalConsumerId: kari.externalConsumerId, externalCardId: 'card-1' };
  visa.hub.received.length = 0;
  await settled(directory, await directory.removeCard(names, call));
  const reading = await directory.profile(kari.externalConsumerId, call);
  assert.ok(reading.status === 'READ');
  assert.deepEqual(reading.profile, { consumer: renamed, cards: [{ ...change, state: 'ACTIVE' }] });
  assert.deepEqual(
    visa.hub.received.map(({ operation }) => operation),
    ['event'],
  );
});

test('what is not there: a change is refused, a removal has nothing to do', async () => {
  const { directory } = visa;
  assert.equal((await directory.updateConsumer(kari, call)).status, 'FAILED');
  assert.deepEqual(await directory.removeConsumer('nobody', call), { status: 'SUCCESSFUL' });
  await enrolled(aDirectoryCard('card-1'));
  const names = { externalConsumerId: kari.externalConsumerId, externalCardId: 'card-7' };
  assert.deepEqual(await settled(directory, await directory.removeCard(names, call)), {
    status: 'SUCCESSFUL',
  });
});

test('what is there already is not made again: a card is well, a profile is to be looked at', async () => {
  const { directory } = visa;
  await enrolled(aDirectoryCard('card-1'));
  assert.deepEqual(await settled(directory, await directory.addCard(kari, aDirectoryCard('card-1'), call)), {
    status: 'SUCCESSFUL',
  });
  assert.deepEqual(await readCards(), ['card-1']);
  assert.deepEqual(await directory.enrol(kari, [aDirectoryCard('card-2')], call), {
    status: 'UNAVAILABLE',
    reason: 'VIDC-2002',
  });
  const nobody = { ...kari, externalConsumerId: 'nobody' };
  assert.deepEqual(await directory.addCard(nobody, aDirectoryCard('card-3'), call), {
    status: 'UNAVAILABLE',
    reason: 'VIDC-2001',
  });
});

test('a directory that is down, broken or silent is unavailable, whatever it is asked', async () => {
  for (const fault of ['503', '500', 'reset', 'wrong-content-type', 'huge-body'] as const) {
    visa.simulator.faults.inject({ operation: '*', fault });
    assert.equal((await visa.directory.enrol(kari, [aDirectoryCard('card-1')], call)).status, 'UNAVAILABLE');
    assert.equal((await visa.directory.profile(kari.externalConsumerId, call)).status, 'UNAVAILABLE');
    assert.equal((await visa.directory.poll('trace', call)).status, 'UNAVAILABLE');
  }
  visa.simulator.faults.reset();
  assert.equal(await readCards(), null);
});

test('a directory that takes its time is waited for as long as the limit says', async () => {
  const slow = await startDirectoryUnderTest('VISA', { answerTimeout: 100 });
  slow.simulator.faults.inject({ operation: 'getData', fault: { delay: 60_000 }, times: 1 });
  const reading = await slow.directory.profile(kari.externalConsumerId, call);
  assert.deepEqual(reading, { status: 'UNAVAILABLE', reason: 'no answer within 0.1 s' });
  assert.deepEqual(await slow.directory.profile(kari.externalConsumerId, call), {
    status: 'READ',
    profile: null,
  });
  await slow.close();
});

test('nothing on record says who the consumer is, or which card it is', async () => {
  await enrolled(aDirectoryCard('card-1'));
  await visa.directory.profile(kari.externalConsumerId, call);
  const text = visa.recorded();
  assert.match(text, /enrollData/);
  for (const secret of [
    'Kari',
    'Nordmann',
    'kari@',
    '41234567',
    'Storgata',
    '2030-12',
    aDirectoryCard('card-1').pan,
  ])
    assert.ok(!text.includes(secret), secret);
});
