import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aVaultedToken } from '../store/test-objects.ts';
import { openCardBehind } from './open-card.ts';

test('the card behind a token is looked for under the first name of the table, which old ciphertext is bound to', () => {
  const vault = {
    open: ({ table, column, rowId }: { table: string; column: string; rowId: string }) =>
      `${table}.${column} of ${rowId}`,
  };
  const token = aVaultedToken({ tspTokenId: 't1', sealedExpiry: new Uint8Array(1) });
  assert.deepEqual(openCardBehind(vault, token), {
    fpan: 'domestic_token.pan of t1',
    exp: 'domestic_token.expiry of t1',
  });
});
