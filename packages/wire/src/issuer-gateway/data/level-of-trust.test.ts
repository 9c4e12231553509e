import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLevelOfTrust } from './level-of-trust.ts';

test('reads every colour in any case', () => {
  const decisions = {
    green: 'green',
    GREEN: 'green',
    Yellow: 'yellow',
    orange: 'yellow',
    ORANGE: 'yellow',
    red: 'red',
  };
  for (const [text, decision] of Object.entries(decisions)) assert.equal(readLevelOfTrust(text), decision);
});

test('approves nothing that it does not understand', () => {
  for (const text of ['blue', 'greenish', ' green', '', 'constructor'])
    assert.equal(readLevelOfTrust(text), 'red');
});
