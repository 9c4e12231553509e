import assert from 'node:assert/strict';
import { it } from 'node:test';
import { renderFields } from './fields.ts';

it('puts values below each other and leaves out what is not there', () => {
  const fields = renderFields([
    ['Issuer', 'BANKONE001'],
    ['Refused', undefined],
    ['Verifies', false],
    ['Tokens', 0],
  ]);
  assert.equal(fields, ['Issuer    BANKONE001', 'Verifies  no', 'Tokens    0'].join('\n'));
});
