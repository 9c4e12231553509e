import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import type { Token } from '../core/token.ts';
import { UniqueViolation } from '../ports/store.ts';
import { aCard, aToken, at, id } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
afterEach(() => store.empty());

const ids = (tokens: readonly Token[]) => tokens.map(token => token.virtualCardId);

async function insertAll(...tokens: Token[]): Promise<void> {
  for (const token of tokens) await store.tokens.insert(token);
}

describe('tokens', () => {
  beforeEach(() => store.cards.insert(aCard()));

  test('a token comes back as it was inserted, and as it was saved last', async () => {
    await store.tokens.insert(aToken());
    assert.deepEqual(await store.tokens.find(id(1001)), aToken());
    const deleted = aToken({
      state: 'DELETED',
      returnState: null,
      suspenders: ['ISSUER', 'CARDHOLDER'],
      deletion: {
        action: 'DELETE_FROM_APP',
        at: at(7),
        stateBefore: 'SUSPENDED',
        returnStateBefore: 'RESUMED',
      },
      walletVirtualCardId: 'device-token',
      updatedAt: at(7),
      dueAt: at(100),
    });
    await store.tokens.save(deleted);
    assert.deepEqual(await store.tokens.find(id(1001)), deleted);
    assert.equal(await store.tokens.find(id(1002)), null);
  });

  test('saving a token that is not there, or under another card, is a fault', async () => {
    await store.tokens.insert(aToken());
    await assert.rejects(store.tokens.save(aToken({ virtualCardId: id(1002) })), /not in the store/);
    await assert.rejects(store.tokens.save(aToken({ cardId: id(2) })), /not in the store/);
  });

  test('a card has one live token per wallet, requestor, storage and kind', async () => {
    const cardOnFile = { tokenStorageId: null, tokenType: 'CARD_ON_FILE' } as const;
    const first = aToken(cardOnFile);
    await store.tokens.insert(first);
    const second = aToken({ ...cardOnFile, virtualCardId: id(1002) });
    const refused = (error: unknown) =>
      error instanceof UniqueViolation && error.constraint === 'token_live_unique';
    await assert.rejects(store.tokens.insert(second), refused);
    await store.tokens.insert({ ...second, virtualCardId: id(1003), isPrimary: false });
    await store.tokens.insert({ ...second, virtualCardId: id(1004), tokenStorageId: 'storage' });
    await store.tokens.save({ ...first, state: 'DELETED' });
    await store.tokens.insert(second);
    await assert.rejects(store.tokens.save(first), refused);
  });

  test('a virtualCardId is given once, whatever the card', async () => {
    await store.tokens.insert(aToken());
    await store.cards.insert(aCard({ cardId: id(2), issuerCardRefId: 'REF-2' }));
    await assert.rejects(
      store.tokens.insert(aToken({ cardId: id(2) })),
      (error: unknown) => error instanceof UniqueViolation && error.constraint === 'token_id_unique',
    );
  });

  test('the tokens of a card are listed oldest first, and the live ones counted', async () => {
    await insertAll(
      aToken({ virtualCardId: id(1003), state: 'ERASED' }),
      aToken({ virtualCardId: id(1002), state: 'DELETED' }),
      aToken({ virtualCardId: id(1001), state: 'SUSPENDED' }),
      aToken({ virtualCardId: id(1004), state: 'DEPLOYMENT_ONGOING' }),
    );
    assert.deepEqual(ids(await store.tokens.ofCard(id(1))), [id(1001), id(1002), id(1003), id(1004)]);
    assert.equal(await store.tokens.countLive(id(1)), 2);
    assert.equal(await store.tokens.countLive(id(2)), 0);
  });

  test('the tokens of a requestor are listed newest first', async () => {
    await insertAll(
      aToken({ virtualCardId: id(1001) }),
      aToken({ virtualCardId: id(1002), walletCardRefId: 'wallet-card-2' }),
      aToken({ virtualCardId: id(1003), walletCardRefId: null }),
      aToken({ virtualCardId: id(1004), requestorId: 'shop' }),
    );
    const of = async (filter: { walletCardRefId?: string; limit: number }) =>
      ids(await store.tokens.ofRequestor('wallet', filter));
    assert.deepEqual(await of({ limit: 10 }), [id(1003), id(1002), id(1001)]);
    assert.deepEqual(await of({ limit: 2 }), [id(1003), id(1002)]);
    assert.deepEqual(await of({ walletCardRefId: 'wallet-card-1', limit: 10 }), [id(1001)]);
  });

  test('a wallet card leads to its newest live token', async () => {
    await insertAll(
      aToken({ virtualCardId: id(1001) }),
      aToken({ virtualCardId: id(1002) }),
      aToken({ virtualCardId: id(1003), state: 'DELETED' }),
    );
    assert.equal((await store.tokens.findByWalletCard('wallet', 'wallet-card-1'))?.virtualCardId, id(1002));
    assert.equal(await store.tokens.findByWalletCard('shop', 'wallet-card-1'), null);
  });

  test('search narrows by each filter and pages by id', async () => {
    await store.cards.insert(aCard({ cardId: id(2), issuerId: 'BANKTWO002', issuerCardRefId: 'REF-2' }));
    await insertAll(
      aToken({ virtualCardId: id(1001) }),
      aToken({ virtualCardId: id(1002), state: 'SUSPENDED' }),
      aToken({ virtualCardId: id(1003), cardId: id(2), issuerId: 'BANKTWO002' }),
    );
    const search = async (filter: Parameters<typeof store.tokens.search>[0]) =>
      ids(await store.tokens.search(filter));
    assert.deepEqual(await search({ limit: 2 }), [id(1001), id(1002)]);
    assert.deepEqual(await search({ limit: 2, after: id(1002) }), [id(1003)]);
    assert.deepEqual(await search({ limit: 9, issuerId: 'BANKONE001' }), [id(1001), id(1002)]);
    assert.deepEqual(await search({ limit: 9, issuerCardRefId: 'REF-2' }), [id(1003)]);
    assert.deepEqual(await search({ limit: 9, issuerId: 'BANKONE001', issuerCardRefId: 'REF-2' }), []);
    assert.deepEqual(await search({ limit: 9, state: 'SUSPENDED' }), [id(1002)]);
  });

  test('tokens are due at their time, oldest first', async () => {
    await insertAll(
      aToken({ virtualCardId: id(1001), dueAt: at(20) }),
      aToken({ virtualCardId: id(1002), dueAt: at(10) }),
      aToken({ virtualCardId: id(1003), dueAt: at(21) }),
      aToken({ virtualCardId: id(1004), dueAt: null }),
    );
    assert.deepEqual(await store.tokens.due(at(20), 10), [id(1002), id(1001)]);
    assert.deepEqual(await store.tokens.due(at(20), 1), [id(1002)]);
    assert.deepEqual(await store.tokens.due(at(9), 10), []);
  });

  test('a locked token is changed by one transaction after the other', async () => {
    await store.tokens.insert(aToken({ tokenLastDigits: '0' }));
    const count = () =>
      store.transaction(async tx => {
        const token = await tx.tokens.lock(id(1001));
        assert.ok(token);
        await tx.tokens.save({ ...token, tokenLastDigits: String(Number(token.tokenLastDigits) + 1) });
      });
    await Promise.all([count(), count(), count(), count(), count()]);
    assert.equal((await store.tokens.find(id(1001)))?.tokenLastDigits, '5');
  });

  test('lock finds nothing where there is nothing, and needs a transaction', async () => {
    assert.equal(await store.transaction(tx => tx.tokens.lock(id(1001))), null);
    await assert.rejects(store.tokens.lock(id(1001)), /inside of one/);
  });
});
