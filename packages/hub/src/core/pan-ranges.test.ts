import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CardProduct, PanRange, TokenRange } from './card-product.ts';
import { candidateRanges, findRangeConflict, productCovers } from './pan-ranges.ts';

const product = (
  productId: string,
  ranges: { issuerId?: string; pan?: PanRange[]; token?: TokenRange[] },
): CardProduct => ({
  productId,
  issuerId: ranges.issuerId ?? 'BANKONE001',
  name: productId,
  scheme: 'DOMESTIC',
  tsp: 'DOMESTIC',
  tokenProductId: productId,
  apiFamily: 'ISSUER_GATEWAY',
  panRanges: ranges.pan ?? [],
  tokenRanges: ranges.token ?? [],
  tokenRequestorIds: [],
  maxTokensPerCard: 10,
  issuerOverridesYellow: false,
  standIn: false,
  terms: [],
  profiles: [],
});
const pan = (prefix: string, panLength = 16) => ({ prefix, panLength });

test('a PAN is looked up by its longest prefix first', () => {
  const [first] = candidateRanges('9990100112345678');
  assert.deepEqual(first, pan('99901001123'));
  assert.deepEqual(candidateRanges('9990100112345678').at(-1), pan('999010'));
});

test('a range covers PANs of its length only', () => {
  const debit = product('DEBIT', { pan: [pan('99901001')] });
  assert.ok(productCovers(debit, '9990100112345678'));
  assert.ok(!productCovers(debit, '999010011234567'));
  assert.ok(!productCovers(debit, '9990100212345678'));
});

test('the same range twice is refused', () => {
  const taken = product('DEBIT', { pan: [pan('99901001')] });
  assert.deepEqual(findRangeConflict(product('OTHER', { pan: [pan('99901001')] }), [taken]), {
    prefix: '99901001',
    takenPrefix: '99901001',
    takenBy: 'DEBIT',
  });
  assert.equal(findRangeConflict(product('OTHER', { pan: [pan('99901001', 19)] }), [taken]), null);
});

test('a range inside another is for the same issuer only', () => {
  const wide = product('WIDE', { pan: [pan('999010')] });
  assert.equal(findRangeConflict(product('NARROW', { pan: [pan('99901001')] }), [wide]), null);
  const stranger = product('STRANGER', { issuerId: 'BANKTWO002', pan: [pan('99901001')] });
  assert.equal(findRangeConflict(stranger, [wide])?.takenBy, 'WIDE');
});

test('tokens never look like cards', () => {
  const cards = product('CARDS', { pan: [pan('999010')] });
  const bin = (tokenBin: string) => [{ tokenBin, tokenLength: 16 }];
  assert.equal(findRangeConflict(product('T', { token: bin('99901099') }), [cards])?.takenBy, 'CARDS');
  assert.equal(findRangeConflict(product('T', { token: bin('99909') }), [cards]), null);
  const tokens = product('TOKENS', { token: bin('999090') });
  assert.equal(findRangeConflict(product('P', { pan: [pan('99909001')] }), [tokens])?.takenBy, 'TOKENS');
  assert.equal(
    findRangeConflict(product('SELF', { pan: [pan('999010')], token: bin('999010') }), [])?.takenBy,
    'SELF',
  );
});
