import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { legible, legibleAll, longestText } from './legible.ts';

const pan = '4111111111111111';

describe('legible', () => {
  it('leaves a text as it is', () => {
    const text = 'Šťastný deň, 日本, 😀\n\tin two lines';
    assert.equal(legible(text), text);
  });

  it('stars card numbers', () => {
    assert.equal(legible(`card ${pan}`), 'card 411111******1111');
  });

  it('makes visible what acts on a terminal', () => {
    assert.equal(legible('\u001b[2Jgone\u0007\u0000'), '␛[2Jgone␇␀');
    assert.equal(legible('\u009b2J'), '‹U+009B›2J');
    assert.equal(legible('one\r\ntwo\rthree'), 'one\ntwo␍three');
  });

  it('makes visible what turns the direction of a text, and what XML has no place for', () => {
    assert.equal(legible('a\u202eb\u2066c'), 'a‹U+202E›b‹U+2066›c');
    assert.equal(legible('\uffff\ud800'), '‹U+FFFF›\ufffd');
  });

  it('says how much it left out', () => {
    assert.equal(legible('x'.repeat(1_000_000)), `${'x'.repeat(longestText)} ‹996000 more characters›`);
  });

  for (const digitsShown of [1, 6, 12, 15]) {
    it(`knows a card number that is cut after ${digitsShown} digits`, () => {
      const text = `${'x'.repeat(99 - digitsShown)} ${pan} and more`;
      const shown = legible(text, 100);
      assert.equal(shown.slice(100 - digitsShown, 100), '411111******1111'.slice(0, digitsShown));
    });
  }
});

describe('legibleAll', () => {
  it('looks into lists, members and their names', () => {
    const value = { [`for ${pan}`]: [{ note: `\u001b${pan}` }, Number(pan), 12, true, null] };
    assert.deepEqual(legibleAll(value), {
      'for 411111******1111': [{ note: '␛411111******1111' }, '411111******1111', 12, true, null],
    });
  });

  it('ends in the depth', () => {
    let value: unknown = 'bottom';
    for (let level = 0; level < 100_000; level++) value = [value];
    assert.match(JSON.stringify(legibleAll(value)), /^\[{20}"‹nested too deep›"\]{20}$/);
  });
});
