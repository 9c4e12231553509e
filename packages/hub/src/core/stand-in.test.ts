import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standInDecision } from './stand-in.ts';

for (const [recommendation, decision] of [
  ['green', 'green'],
  [null, 'green'],
  ['yellow', 'red'],
  ['orange', 'red'],
  ['red', 'red'],
] as const) {
  test(`a network that stands in, where the wallet recommends ${recommendation ?? 'nothing'}, decides ${decision}`, () => {
    assert.equal(standInDecision(recommendation), decision);
  });
}
