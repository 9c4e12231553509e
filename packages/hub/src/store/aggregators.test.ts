import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { at } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
beforeEach(() => store.empty());

const aggregator = { aggregatorId: 'AGGREGATE1', name: 'Processor', issuerIds: ['NordBank01', 'SudBank001'] };

test('an aggregator acts for the issuers it was last saved with', async () => {
  await store.aggregators.save(aggregator);
  assert.deepEqual(await store.aggregators.find('AGGREGATE1'), aggregator);
  const changed = { ...aggregator, name: 'Other', issuerIds: ['SudBank001'] };
  await store.aggregators.save(changed);
  await store.aggregators.save({ aggregatorId: 'AGGREGATE0', name: 'None', issuerIds: [] });
  assert.deepEqual(await store.aggregators.list(), [
    { aggregatorId: 'AGGREGATE0', name: 'None', issuerIds: [] },
    changed,
  ]);
  assert.equal(await store.aggregators.actsFor('AGGREGATE1', 'SudBank001'), true);
  assert.equal(await store.aggregators.actsFor('AGGREGATE1', 'NordBank01'), false);
  assert.equal(await store.aggregators.actsFor('AGGREGATE0', 'SudBank001'), false);
  assert.equal(await store.aggregators.find('AGGREGATE2'), null);
});

test('its keys are listed newest first, and one replaces its namesake', async () => {
  const key = (keyIdentifier: string, second: number, publicKeyPem = keyIdentifier) => ({
    aggregatorId: 'AGGREGATE1',
    keyIdentifier,
    publicKeyPem,
    createdAt: at(second),
  });
  await store.aggregators.saveKey(key('first', 1));
  await store.aggregators.saveKey(key('second', 2));
  await store.aggregators.saveKey(key('first', 3, 'anew'));
  assert.deepEqual(await store.aggregators.keys('AGGREGATE1'), [key('first', 3, 'anew'), key('second', 2)]);
  assert.deepEqual(await store.aggregators.keys('AGGREGATE2'), []);
  assert.equal(await store.aggregators.removeKey('AGGREGATE1', 'first'), true);
  assert.equal(await store.aggregators.removeKey('AGGREGATE1', 'first'), false);
  assert.deepEqual(await store.aggregators.keys('AGGREGATE1'), [key('second', 2)]);
});
