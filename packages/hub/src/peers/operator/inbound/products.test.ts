import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import type { ProductList, ProductView } from '@countermark/wire/operator/product';
import fc from 'fast-check';
import { defaultD1Settings } from '../../../core/issuer.ts';
import { openOperatorApi } from './operator-api.fixture.ts';
import { issuer } from './stored-records.fixture.ts';

const { store, call, refused, close } = await openOperatorApi();
after(close);
beforeEach(async () => {
  await store.empty();
  await store.issuers.save(issuer);
  await store.issuers.save({ ...issuer, issuerId: 'TESTBANK02' });
});

const url = '/products/DEBIT';
const debit = {
  issuerId: 'TESTBANK01',
  scheme: 'DOMESTIC',
  panRanges: [{ prefix: '99901001', panLength: 16 }],
  tokenRanges: [{ tokenBin: '99909001', tokenLength: 16 }],
  tokenRequestorIds: ['40010030273'],
};
const terms = { id: 'terms', language: 'en', version: '1', text: 'You agree.' };

describe('PUT /products/{productId}', () => {
  it('makes a product with what is usual', async () => {
    const { status, body } = await call<ProductView>('PUT', url, debit);
    assert.equal(status, 201);
    const whole: ProductView = {
      ...debit,
      productId: 'DEBIT',
      name: 'DEBIT',
      tsp: 'DOMESTIC',
      tokenProductId: 'DEBIT',
      apiFamily: 'ISSUER_GATEWAY',
      maxTokensPerCard: 10,
      issuerOverridesYellow: false,
      standIn: false,
      terms: [],
      profiles: [],
    };
    assert.deepEqual(body, whole);
    assert.deepEqual(await store.products.find('DEBIT'), whole);
  });

  it('makes a cobadged product, beside another of the same issuer that is not cobadged itself', async () => {
    const domestic = { ...debit, panRanges: [{ prefix: '99901002', panLength: 16 }] };
    const auxiliary = { productId: 'DOMESTIC', asksIssuer: true };
    const cobadged = { ...debit, auxiliary };
    const unfit = await refused('unknown-reference', ['PUT', url, cobadged]);
    assert.equal(unfit.parameter, 'auxiliary.productId');
    await call('PUT', '/products/DOMESTIC', domestic);
    const { status, body } = await call<ProductView>('PUT', url, cobadged);
    assert.deepEqual([status, body.auxiliary], [201, auxiliary]);
    assert.deepEqual((await store.products.find('DEBIT'))?.auxiliary, auxiliary);

    const mutual = { ...domestic, auxiliary: { productId: 'DEBIT', asksIssuer: false } };
    await refused('unknown-reference', ['PUT', '/products/DOMESTIC', mutual]);
    const own = { ...debit, auxiliary: { productId: 'DEBIT', asksIssuer: false } };
    await refused('unknown-reference', ['PUT', url, own]);
    const foreign = {
      ...cobadged,
      issuerId: 'TESTBANK02',
      panRanges: [{ prefix: '99901003', panLength: 16 }],
    };
    await refused('unknown-reference', ['PUT', '/products/FOREIGN', foreign]);
  });

  const d1 = { ...defaultD1Settings, outboundBase: 'https://bank.example' };
  const withD1 = () => store.issuers.save({ ...issuer, settings: { ...issuer.settings, d1 } });
  const ofD1 = { ...debit, apiFamily: 'D1' as const };

  it('makes a product of the D1 family with what is usual there', async () => {
    await withD1();
    const rules = [{ name: 'risky phone', when: { deviceScoreAtMost: 2 }, decision: 'YELLOW' as const }];
    const { status, body } = await call<ProductView>('PUT', url, {
      ...debit,
      apiFamily: 'D1',
      d1: { rules },
    });
    assert.equal(status, 201);
    assert.deepEqual(body.d1, {
      authorisation: 'NONE',
      services: ['TOKENIZATION'],
      autoEnrolment: false,
      dataModel: 'STORED',
      verifyCard: false,
      unregisteredCards: 'DECLINE',
      checksPan: true,
      threeDSsupport: false,
      usedForTransactions: false,
      rules,
    });
    assert.deepEqual((await store.products.find('DEBIT'))?.d1, body.d1);
  });

  it('makes products only of an API that their issuer speaks', async () => {
    const { message } = await refused('bad-parameter', ['PUT', url, ofD1]);
    assert.match(message, /TESTBANK01 has no D1 backend/);
    await store.issuers.save({ ...issuer, settings: { ...issuer.settings, outboundBase: null, d1 } });
    const { parameter } = await refused('bad-parameter', ['PUT', url, debit]);
    assert.equal(parameter, 'apiFamily');
    const { status } = await call<ProductView>('PUT', url, ofD1);
    assert.equal(status, 201);
  });

  it('refuses what means nothing in D1, or contradicts itself', async () => {
    await withD1();
    const registers = { unregisteredCards: 'REGISTER', verifyCard: true } as const;
    const cases: [object, string][] = [
      [{ issuerOverridesYellow: true }, 'issuerOverridesYellow'],
      [{ auxiliary: { productId: 'DOMESTIC', asksIssuer: false } }, 'auxiliary'],
      [{ d1: { unregisteredCards: 'REGISTER' } }, 'd1.unregisteredCards'],
      [{ d1: { ...registers, authorisation: 'CONTROL' } }, 'd1.unregisteredCards'],
      [{ d1: { autoEnrolment: true } }, 'd1.autoEnrolment'],
    ];
    for (const [change, parameter] of cases) {
      const refusal = await refused('bad-parameter', ['PUT', url, { ...ofD1, ...change }]);
      assert.equal(refusal.parameter, parameter);
    }
    assert.equal(await store.products.find('DEBIT'), null);
    const { status } = await call<ProductView>('PUT', url, { ...ofD1, d1: registers });
    assert.equal(status, 201);
  });

  it('puts no product of D1 beside a cobadged one', async () => {
    await withD1();
    await call('PUT', '/products/SIDE', { ...ofD1, panRanges: [{ prefix: '99901002', panLength: 16 }] });
    const cobadged = { ...debit, auxiliary: { productId: 'SIDE', asksIssuer: false } };
    const { parameter } = await refused('unknown-reference', ['PUT', url, cobadged]);
    assert.equal(parameter, 'auxiliary.productId');
  });

  it('replaces it, ranges widened and added', async () => {
    await call('PUT', url, debit);
    const change = {
      ...debit,
      name: 'Debit card',
      panRanges: [
        { prefix: '999010', panLength: 16 },
        { prefix: '99901001', panLength: 19 },
      ],
      maxTokensPerCard: 2,
      issuerOverridesYellow: true,
      terms: [terms, { ...terms, language: 'de' }],
      profiles: [
        { productId: 'gold', shortDescription: 'Gold card', cardArtUrl: 'https://bank.example/gold.png' },
      ],
    };
    const { status, body } = await call<ProductView>('PUT', url, change);
    assert.equal(status, 200);
    assert.deepEqual(body, { ...body, ...change });
    assert.equal((await store.products.findByPan('9990109900000000'))?.productId, 'DEBIT');
  });

  it('refuses what belongs to somebody who is not there', async () => {
    const noIssuer = await refused('unknown-reference', ['PUT', url, { ...debit, issuerId: 'NOSUCHBANK' }]);
    assert.deepEqual(
      [noIssuer.parameter, /countermark issuer add/.test(noIssuer.message)],
      ['issuerId', true],
    );
    const noTsp = await refused('unknown-reference', ['PUT', url, { ...debit, tsp: 'VTS' }]);
    assert.deepEqual(
      [noTsp.parameter, noTsp.message],
      ['tsp', 'This hub has no such TSP; known are DOMESTIC.'],
    );
  });

  it('refuses malformed parts, each by name', async () => {
    const wrong: [parameter: string, change: object][] = [
      ['issuerId', { issuerId: 'SHORT' }],
      ['scheme', { scheme: 'domestic' }],
      ['apiFamily', { apiFamily: 'D2' }],
      ['d1', { d1: {} }],
      [
        'd1.rules.0.decision',
        { apiFamily: 'D1', d1: { rules: [{ name: 'r', when: {}, decision: 'BLUE' }] } },
      ],
      ['panRanges', { panRanges: [] }],
      ['panRanges', { panRanges: [...debit.panRanges, ...debit.panRanges] }],
      ['panRanges.0.prefix', { panRanges: [{ prefix: '99901', panLength: 16 }] }],
      ['panRanges.0.prefix', { panRanges: [{ prefix: '999010010010', panLength: 16 }] }],
      ['panRanges.0.panLength', { panRanges: [{ prefix: '999010', panLength: 12 }] }],
      ['tokenRanges.0.tokenBin', { tokenRanges: [{ tokenBin: '9990900112', tokenLength: 16 }] }],
      ['tokenRanges.0.tokenLength', { tokenRanges: [{ tokenBin: '999090', tokenLength: 20 }] }],
      ['tokenRequestorIds', { tokenRequestorIds: ['40010030273', '40010030273'] }],
      ['tokenRequestorIds.0', { tokenRequestorIds: ['4001003027'] }],
      ['maxTokensPerCard', { maxTokensPerCard: 0 }],
      ['standIn', { standIn: 'yes' }],
      // The built-in TSP does not stand in for issuers.
      ['standIn', { standIn: true }],
      ['terms.0.language', { terms: [{ ...terms, language: 'eng' }] }],
      ['terms.1.language', { terms: [terms, { ...terms, version: '2' }] }],
    ];
    for (const [parameter, change] of wrong) {
      const refusal = await refused('bad-parameter', ['PUT', url, { ...debit, ...change }]);
      assert.equal(refusal.parameter, parameter);
    }
    assert.equal(await store.products.find('DEBIT'), null);
    assert.equal((await refused('bad-parameter', ['PUT', '/products/D%20T', debit])).parameter, 'productId');
  });

  it('refuses a range of another issuer, and names both sides', async () => {
    await call('PUT', url, debit);
    const other = { ...debit, issuerId: 'TESTBANK02', panRanges: [{ prefix: '999010', panLength: 16 }] };
    const refusal = await refused('range-taken', ['PUT', '/products/CREDIT', other]);
    assert.equal(refusal.parameter, 'panRanges');
    assert.match(
      refusal.message,
      /^Range 999010 of product CREDIT \(issuer TESTBANK02\) overlaps range 99901001 of product DEBIT \(issuer TESTBANK01\)\./,
    );
    assert.equal(await store.products.find('CREDIT'), null);
  });

  it('lets products of one issuer lie inside each other, but not on each other', async () => {
    await call('PUT', url, debit);
    const inside = { ...debit, panRanges: [{ prefix: '999010011', panLength: 16 }] };
    assert.equal((await call('PUT', '/products/GOLD', inside)).status, 201);
    assert.equal((await store.products.findByPan('9990100110000000'))?.productId, 'GOLD');
    await refused('range-taken', ['PUT', '/products/SAME', debit]);
  });

  it('keeps tokens out of card ranges, its own too', async () => {
    const own = { ...debit, tokenRanges: [{ tokenBin: '999010', tokenLength: 16 }] };
    const refusal = await refused('range-taken', ['PUT', url, own]);
    assert.equal(refusal.parameter, 'tokenRanges');
    assert.match(refusal.message, /of product DEBIT \(issuer TESTBANK01\)\./);
    await call('PUT', url, debit);
    const inTokens = {
      ...debit,
      panRanges: [{ prefix: '999090011', panLength: 16 }],
      tokenRanges: [{ tokenBin: '99909002', tokenLength: 16 }],
    };
    assert.equal((await refused('range-taken', ['PUT', '/products/OTHER', inTokens])).parameter, 'panRanges');
  });

  it('never takes cards away from their product', async () => {
    await call('PUT', url, debit);
    const moved = await refused('cards-would-be-lost', ['PUT', url, { ...debit, issuerId: 'TESTBANK02' }]);
    assert.equal(moved.parameter, 'issuerId');
    const narrower = { ...debit, panRanges: [{ prefix: '999010011', panLength: 16 }] };
    const shorter = { ...debit, panRanges: [{ prefix: '99901001', panLength: 15 }] };
    for (const change of [narrower, shorter]) {
      const lost = await refused('cards-would-be-lost', ['PUT', url, change]);
      assert.match(lost.message, /99901001 \(16 digits\)/);
    }
    assert.deepEqual((await store.products.find('DEBIT'))?.panRanges, debit.panRanges);
  });

  it('lets one of two that come at once have a range', async () => {
    const other = { ...debit, issuerId: 'TESTBANK02' };
    const answers = await Promise.all([call('PUT', '/products/A', debit), call('PUT', '/products/B', other)]);
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201, 409]));
  });
});

describe('a product with anything in it', () => {
  const anything = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }));
  const whole = {
    ...debit,
    terms: [terms],
    profiles: [],
    name: 'Debit',
    tsp: 'DOMESTIC',
    tokenProductId: 'DEBIT',
  };

  it('is stored or refused, and never breaks the hub', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(whole)), anything, async (member, value) => {
        const { status, text } = await call('PUT', url, { ...whole, [member]: value });
        assert.ok(status < 500, text);
      }),
    );
    const terse = { ...whole, terms: [{ ...terms, text: 'a\u0000b' }] };
    assert.equal((await refused('bad-parameter', ['PUT', url, terse])).parameter, 'terms.0.text');
  });
});

describe('GET /products', () => {
  it('lists all, and one', async () => {
    await call('PUT', url, debit);
    const { products } = (await call<ProductList>('GET', '/products')).body;
    assert.deepEqual(products, [(await call<ProductView>('GET', url)).body]);
  });

  it('knows no product that is not there', async () => {
    assert.match((await refused('not-found', ['GET', url])).message, /DEBIT/);
  });
});
