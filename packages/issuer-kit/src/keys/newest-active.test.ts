import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NoActiveKeyError, newestActive } from './newest-active.ts';

const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const key = (keyIdentifier: string, from: number, until: number) => ({
  keyIdentifier,
  activity: { from: day(from), until: day(until) },
});

describe('newestActive', () => {
  const keys = [key('old', 1, 10), key('new', 5, 20), key('twin', 5, 20)];

  for (const [at, expected] of [
    [1, 'old'],
    [4, 'old'],
    [5, 'new'],
    [19, 'new'],
  ] as const) {
    it(`is ${expected} on day ${at}`, () => {
      assert.equal(newestActive(keys, day(at)).keyIdentifier, expected);
    });
  }

  it('is none before the first and after the last, and says so', () => {
    for (const at of [0, 20]) assert.throws(() => newestActive(keys, day(at)), NoActiveKeyError);
    assert.throws(() => newestActive([], day(1)), /given: none/);
  });
});
