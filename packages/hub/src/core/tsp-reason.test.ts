import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tspReason } from './tsp-reason.ts';

const suspended = { type: 'SUSPENDED', by: 'ISSUER' } as const;

test("the issuer's own reason is handed on in the words of the TSP API", () => {
  const told = [11, 21, 31, 32, 131].map(reason => tspReason({ event: suspended, source: 'ISSUER', reason }));
  assert.deepEqual(told, ['USER', 'ISSUER', 'LOST', 'STOLEN', 'FOUND']);
});

test('without a reason that is known, it is whoever started the change', () => {
  const by = (source: 'ISSUER' | 'WALLET' | 'TSP') => tspReason({ event: suspended, source, reason: 7 });
  assert.deepEqual([by('ISSUER'), by('WALLET'), by('TSP')], ['ISSUER', 'WALLET', null]);
});

test("what the cardholder did is the user's decision, whichever wallet told of it", () => {
  assert.equal(tspReason({ event: { type: 'RESUMED', by: 'CARDHOLDER' }, source: 'WALLET' }), 'USER');
});
