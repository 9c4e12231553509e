import assert from 'node:assert/strict';
import { it } from 'node:test';
import { panRange, tokenRange } from './ranges.ts';

it('reads ranges of card numbers', () => {
  assert.deepEqual(panRange('99901001:16'), { prefix: '99901001', panLength: 16 });
  assert.deepEqual(panRange('99901001001:19'), { prefix: '99901001001', panLength: 19 });
  for (const text of [
    '99901001',
    '99901:16',
    '999010010010:16',
    '999010:12',
    '999010:20',
    '99901x:16',
    '999010: 16',
  ])
    assert.throws(() => panRange(text), /Expected PREFIX:LENGTH.*99901001:16/);
});

it('reads ranges of tokens', () => {
  assert.deepEqual(tokenRange('99909001:16'), { tokenBin: '99909001', tokenLength: 16 });
  for (const text of ['99909001', '9990900112:16', '99909:16', '999090:15'])
    assert.throws(() => tokenRange(text), /Expected BIN:LENGTH.*99909001:16/);
});
