import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { badgeOf } from '../core/badge.ts';
import { UniqueViolation } from '../ports/store.ts';
import { aCard, at, id } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
afterEach(() => store.empty());

const violates = (constraint: string) => (error: unknown) =>
  error instanceof UniqueViolation && error.constraint === constraint;

const named = (issuerCardRefId: string, issuerId = 'BANKONE001') =>
  ({ issuerId, badge: 'PRIMARY', issuerCardRefId }) as const;

const withPan = (issuerId: string) =>
  ({ issuerId, badge: 'PRIMARY', panFingerprint: 'fingerprint-1' }) as const;

describe('cards', () => {
  test('a card comes back as it was inserted, and as it was saved last', async () => {
    await store.cards.insert(aCard());
    assert.deepEqual(await store.cards.find(id(1)), aCard());
    const changed = aCard({ sealedExpiry: null, issuerProductId: null, updatedAt: at(5) });
    await store.cards.save(changed);
    assert.deepEqual(await store.cards.find(id(1)), changed);
    assert.equal(await store.cards.find(id(2)), null);
  });

  test('saving a card that is not there is a fault', async () => {
    await assert.rejects(store.cards.save(aCard()), /not in the store/);
  });

  test('a reference belongs to one card of an issuer', async () => {
    await store.cards.insert(aCard());
    await assert.rejects(
      store.cards.insert(aCard({ cardId: id(2), panFingerprint: 'fingerprint-2' })),
      violates('card_reference_unique'),
    );
    await store.cards.insert(aCard({ cardId: id(3), issuerId: 'BANKTWO002' }));
    await assert.rejects(store.cards.insert(aCard({ issuerCardRefId: 'REF-2' })), violates('card_pkey'));
  });

  test('the error of a reference given twice shows no value', async () => {
    await store.cards.insert(aCard());
    const error = await store.cards.insert(aCard({ cardId: id(2) })).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof UniqueViolation);
    assert.doesNotMatch(inspect(error), /REF-1/);
  });

  test('a card is found by its reference and by an alias until aliases are dropped', async () => {
    const card = aCard({ issuerCardRefId: 'REF-2' });
    await store.cards.insert(card);
    await store.cards.addAlias(card, 'REF-1');
    await store.cards.addAlias(card, 'REF-1');
    assert.deepEqual(await store.cards.findByReference(named('REF-2')), card);
    assert.deepEqual(await store.cards.findByReference(named('REF-1')), card);
    assert.equal(await store.cards.findByReference(named('REF-1', 'BANKTWO002')), null);
    await store.cards.dropAliases(id(1));
    assert.equal(await store.cards.findByReference(named('REF-1')), null);
  });

  test('a current reference goes before an alias, and the last alias before an older one', async () => {
    const former = aCard({ issuerCardRefId: 'REF-2' });
    const current = aCard({ cardId: id(2), issuerCardRefId: 'REF-1' });
    await store.cards.insert(former);
    await store.cards.addAlias(former, 'REF-1');
    await store.cards.insert(current);
    assert.deepEqual(await store.cards.findByReference(named('REF-1')), current);
    const renamed = { ...current, issuerCardRefId: 'REF-3' };
    await store.cards.save(renamed);
    await store.cards.addAlias(renamed, 'REF-1');
    assert.deepEqual(await store.cards.findByReference(named('REF-1')), renamed);
  });

  test('a card is found by its PAN, the newest one first', async () => {
    const newer = aCard({ cardId: id(2), issuerCardRefId: 'REF-2' });
    await store.cards.insert(newer);
    await store.cards.insert(aCard());
    assert.deepEqual(await store.cards.findByFingerprint(withPan('BANKONE001')), newer);
    assert.equal(await store.cards.findByFingerprint(withPan('BANKTWO002')), null);
  });

  test('the sides of a cobadged card may have one reference and one PAN, and are told apart by their badge', async () => {
    const primary = aCard();
    const auxiliary = aCard({ cardId: id(2), primaryCardId: id(1) });
    await store.cards.insert(primary);
    await store.cards.insert(auxiliary);
    const another = aCard({ cardId: id(3), primaryCardId: id(1) });
    await assert.rejects(store.cards.insert(another), violates('card_reference_unique'));
    for (const card of [primary, auxiliary]) {
      const badge = badgeOf(card);
      await store.cards.addAlias(card, 'FORMER');
      assert.deepEqual(await store.cards.findByReference({ ...named('REF-1'), badge }), card);
      assert.deepEqual(await store.cards.findByReference({ ...named('FORMER'), badge }), card);
      assert.deepEqual(await store.cards.findByFingerprint({ ...withPan('BANKONE001'), badge }), card);
    }
    assert.deepEqual(await store.cards.auxiliariesOf(id(1)), [auxiliary]);
    assert.deepEqual(await store.cards.auxiliariesOf(id(2)), []);
  });

  test('a locked card is changed by one transaction after the other, by id, reference or alias', async () => {
    const card = aCard({ issuerCardRefId: 'REF-2', lastDigits: '0' });
    await store.cards.insert(card);
    await store.cards.addAlias(card, 'REF-1');
    const count = (reference: string) =>
      store.transaction(async tx => {
        const locked = await (reference === id(1)
          ? tx.cards.lock(reference)
          : tx.cards.lockByReference(named(reference)));
        assert.ok(locked);
        await tx.cards.save({ ...locked, lastDigits: String(Number(locked.lastDigits) + 1) });
      });
    await Promise.all(['REF-1', 'REF-2', id(1), 'REF-2', id(1)].map(count));
    assert.equal((await store.cards.find(id(1)))?.lastDigits, '5');
  });

  test('a lock finds nothing where there is nothing, and needs a transaction', async () => {
    assert.equal(await store.transaction(tx => tx.cards.lock(id(1))), null);
    await assert.rejects(store.cards.lock(id(1)), /inside of one/);
    assert.equal(await store.transaction(tx => tx.cards.lockByReference(named('REF-1'))), null);
    await assert.rejects(store.cards.lockByReference(named('REF-1')), /inside of one/);
  });

  test('a reference and a number may come again once the card that had them is over', async () => {
    const over = {
      ...aCard(),
      state: 'REPLACED',
      holder: { consumerKey: id(7), consumerId: 'c-7' },
    } as const;
    await store.cards.insert(aCard());
    await assert.rejects(store.cards.insert(aCard({ cardId: id(2) })), {
      constraint: 'card_reference_unique',
    });
    await store.cards.save(over);
    assert.equal(await store.cards.findByReference(named('REF-1')), null);
    assert.equal(await store.cards.findByFingerprint(withPan('BANKONE001')), null);
    assert.deepEqual(await store.cards.findRetired(withPan('BANKONE001')), over);
    assert.deepEqual(await store.cards.newestByReference(named('REF-1')), over);
    const next = aCard({ cardId: id(2), panFingerprint: 'fingerprint-2', holder: over.holder });
    await store.cards.insert(next);
    assert.deepEqual(await store.cards.findByReference(named('REF-1')), next);
    assert.deepEqual(await store.cards.newestByReference(named('REF-1')), next);
    assert.deepEqual(await store.cards.ofConsumer(id(7), { limit: 5, offset: 0 }), [next, over]);
    assert.deepEqual(await store.cards.ofConsumer(id(7), { limit: 5, offset: 1 }), [over]);
  });

  test('a number that is registered belongs to one live card of a side', async () => {
    const registered = aCard({ origin: 'REGISTERED' });
    await store.cards.insert(registered);
    const made = aCard({ cardId: id(2), issuerCardRefId: 'REF-2', origin: 'CREATED' });
    await assert.rejects(store.cards.insert(made), violates('card_pan_unique'));
    await store.cards.insert({ ...made, primaryCardId: id(1) });
    await store.cards.save({ ...registered, state: 'REPLACED', replacedBy: id(3) });
    assert.deepEqual((await store.cards.find(id(1)))?.replacedBy, id(3));
    await store.cards.insert({ ...made, cardId: id(3) });
  });

  test('of a consumer those that are in use are found', async () => {
    const holder = { consumerKey: id(7), consumerId: 'c-7' };
    const inUse = aCard({ holder, state: 'INACTIVE' });
    await store.cards.insert(inUse);
    await store.cards.insert(aCard({ cardId: id(2), holder, state: 'DELETED' }));
    await store.cards.insert(aCard({ cardId: id(3), issuerCardRefId: 'REF-3' }));
    assert.deepEqual(await store.cards.liveOfConsumer(id(7)), [inUse]);
  });

  test('a former reference of a card that is over leads nowhere', async () => {
    await store.cards.insert(aCard({ issuerCardRefId: 'REF-2' }));
    await store.cards.addAlias(aCard({ issuerCardRefId: 'REF-2' }), 'REF-1');
    await store.cards.save(aCard({ issuerCardRefId: 'REF-2', state: 'DELETED' }));
    assert.equal(await store.cards.findByReference(named('REF-1')), null);
  });
});
