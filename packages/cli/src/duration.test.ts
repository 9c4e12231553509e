import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { duration, durationInWords } from './duration.ts';

describe('duration', () => {
  it('reads seconds, minutes, hours and days', () => {
    assert.deepEqual(
      ['90s', '15m', '24h', '30d'].map(duration),
      [90_000, 900_000, 86_400_000, 2_592_000_000],
    );
  });

  it('says what is expected of anything else', () => {
    for (const text of ['', '24', 'h', '0h', '-1h', '1.5h', '1h30m', '24 h', '24H', '1y', '1234567890s'])
      assert.throws(() => duration(text), /Expected a duration such as 90s, 15m, 24h or 30d/);
  });
});

describe('durationInWords', () => {
  it('names whole units, the largest first', () => {
    assert.equal(durationInWords(0), '0 ms');
    assert.equal(durationInWords(999), '999 ms');
    assert.equal(durationInWords(90_000), '1 m 30 s');
    assert.equal(durationInWords(86_400_000), '1 d');
    assert.equal(durationInWords(93_784_000), '1 d 2 h 3 m 4 s');
  });

  it('says a duration again', () => {
    const unit = fc.constantFrom('s', 'm', 'h', 'd');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), unit, (count, letter) => {
        const milliseconds = duration(`${count}${letter}`);
        const words = durationInWords(milliseconds).split(/ (?=\d)/);
        const sum = words.reduce((total, word) => total + duration(word.replace(' ', '')), 0);
        assert.equal(sum, milliseconds);
      }),
    );
  });
});
