import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { at, start } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
afterEach(() => store.empty());

const issuerId = 'BANKONE001';
const closed = { issuerId, failures: 0, restsUntil: null, heldUntil: null };
const open = { issuerId, failures: 5, restsUntil: at(10), heldUntil: at(90) };

const save = (breaker: typeof closed | typeof open) =>
  store.transaction(async tx => {
    await tx.breakers.lock(issuerId);
    await tx.breakers.save(breaker);
  });

test('an issuer that never failed has a closed breaker; others come back as they were saved', async () => {
  await save(open);
  assert.deepEqual(await store.breakers.of(['BANKTWO002', issuerId]), [
    { ...closed, issuerId: 'BANKTWO002' },
    open,
  ]);
});

test('failures that come at once are all counted', async () => {
  const fail = () =>
    store.transaction(async tx => {
      const breaker = await tx.breakers.lock(issuerId);
      await tx.breakers.save({ ...breaker, failures: breaker.failures + 1 });
    });
  await Promise.all([fail(), fail(), fail(), fail(), fail()]);
  const [breaker] = await store.breakers.of([issuerId]);
  assert.equal(breaker?.failures, 5);
});

test('one of many takes the try of a breaker that has rested', async () => {
  await save(open);
  const take = (now: Date) => store.breakers.takeTry(issuerId, { now, until: at(70) });
  assert.equal(await take(start), false, 'it still rests');
  const taken = await Promise.all([take(at(10)), take(at(10)), take(at(10))]);
  assert.deepEqual(taken.toSorted(), [false, false, true]);
});

test('an issuer that answers has a closed breaker, and is left alone as long as it asked', async () => {
  await save(open);
  await store.breakers.recover(issuerId, at(11));
  assert.deepEqual(await store.breakers.of([issuerId]), [{ ...closed, heldUntil: open.heldUntil }]);
});
