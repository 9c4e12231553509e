import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { UniqueViolation } from '../ports/store.ts';
import { anIssuer, aProduct } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
afterEach(() => store.empty());

describe('products', () => {
  beforeEach(() => store.issuers.save(anIssuer()));

  test('a product comes back as it was saved, and as it was saved last', async () => {
    await store.products.save(aProduct());
    assert.deepEqual(await store.products.find('debit'), aProduct());
    const changed = aProduct({ name: 'Debit card', terms: [], issuerOverridesYellow: true });
    await store.products.save(changed);
    assert.deepEqual(await store.products.find('debit'), changed);
    assert.equal(await store.products.find('credit'), null);
  });

  test('products are listed by id', async () => {
    const credit = aProduct({ productId: 'credit', panRanges: [] });
    await store.products.save(aProduct());
    await store.products.save(credit);
    assert.deepEqual(await store.products.list(), [credit, aProduct()]);
  });

  test('those of one issuer are read without the others', async () => {
    await store.issuers.save(anIssuer({ issuerId: 'BANKTWO002' }));
    const other = aProduct({ productId: 'other', issuerId: 'BANKTWO002', panRanges: [] });
    await store.products.save(aProduct());
    await store.products.save(other);
    assert.deepEqual(await store.products.ofIssuer('BANKTWO002'), [other]);
    assert.deepEqual(await store.products.ofIssuer('NOBODY0000'), []);
  });

  test('the longest range that covers the PAN decides', async () => {
    const gold = aProduct({ productId: 'gold', panRanges: [{ prefix: '99901001', panLength: 16 }] });
    await store.products.save(aProduct());
    await store.products.save(gold);
    assert.deepEqual(await store.products.findByPan('9990100100000000'), gold);
    assert.deepEqual(await store.products.findByPan('9990100200000009'), aProduct());
    assert.equal(await store.products.findByPan('99901001000000000'), null, 'other length');
    assert.equal(await store.products.findByPan('4111111111111111'), null, 'other range');
  });

  test('ranges taken out of a product are free again', async () => {
    await store.products.save(aProduct());
    await store.products.save(aProduct({ panRanges: [{ prefix: '999020', panLength: 16 }] }));
    assert.equal(await store.products.findByPan('9990100100000000'), null);
    await store.products.save(aProduct({ productId: 'credit' }));
    assert.equal((await store.products.findByPan('9990100100000000'))?.productId, 'credit');
  });

  test('a range that another product has is refused, and nothing of the product is saved', async () => {
    await store.products.save(aProduct());
    await assert.rejects(
      store.products.save(aProduct({ productId: 'credit' })),
      (error: unknown) => error instanceof UniqueViolation && error.constraint === 'pan_range_pkey',
    );
    assert.equal(await store.products.find('credit'), null);
  });

  test('lockRanges makes the second change of ranges see the first', async () => {
    const seen: string[][] = [];
    const change = (productId: string, prefix: string) =>
      store.transaction(async tx => {
        await tx.products.lockRanges();
        seen.push((await tx.products.list()).map(product => product.productId));
        await tx.products.save(aProduct({ productId, panRanges: [{ prefix, panLength: 16 }] }));
      });
    await Promise.all([change('a', '999011'), change('b', '999012')]);
    assert.deepEqual(seen[0], []);
    assert.equal(seen[1]?.length, 1);
  });

  test('lockRanges outside of a transaction is a fault', async () => {
    await assert.rejects(store.products.lockRanges(), /inside of one/);
  });
});
