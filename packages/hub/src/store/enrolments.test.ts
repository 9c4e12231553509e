import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import { ended } from '../core/enrolment.ts';
import { UniqueViolation } from '../ports/store.ts';
import { anEnrolment, at, id } from './test-objects.ts';
import { openTestStore } from './test-store.ts';

const store = await openTestStore();
after(() => store.close());
afterEach(() => store.empty());

describe('enrolments', () => {
  test('an enrolment comes back as it was inserted, with and without its card data', async () => {
    await store.enrolments.insert(anEnrolment());
    assert.deepEqual(await store.enrolments.find(id(2001)), anEnrolment());
    const refusal = { code: 104, kind: 'DECLINED', message: 'No' } as const;
    const over = ended(anEnrolment({ termsDecision: null, decision: 'red' }), {
      outcome: 'DECLINED',
      refusal,
      now: at(3),
    });
    await store.enrolments.save(over);
    assert.deepEqual(await store.enrolments.find(id(2001)), over);
    assert.equal(await store.enrolments.find(id(2002)), null);
  });

  test('what D1 decided comes back with what it decided on', async () => {
    const check = { check: 'CARD_STATE', leaves: 'red', finding: 'the card is INACTIVE' } as const;
    const decided = anEnrolment({
      decision: 'red',
      decisionTrace: { decidedBy: 'CARD_STATE', finding: check.finding, checks: [check] },
      verifiedCard: {
        lostOrStolen: false,
        expired: false,
        invalid: false,
        fraudSuspect: true,
        securityCode: 'VALID',
        securityCodeTriesExceeded: false,
        cardId: 'REF-1',
        consumerId: null,
      },
    });
    await store.enrolments.insert(decided);
    assert.deepEqual(await store.enrolments.find(id(2001)), decided);
  });

  test('what a peer sent comes back even where PostgreSQL text would refuse it', async () => {
    const request = { ...anEnrolment().request, walletUserInformation: { name: 'a\u0000b\ud800' } };
    await store.enrolments.insert(anEnrolment({ request }));
    assert.deepEqual((await store.enrolments.find(id(2001)))?.request, request);
  });

  test('an id is given once, and saving needs one', async () => {
    await assert.rejects(store.enrolments.save(anEnrolment()), /not in the store/);
    await store.enrolments.insert(anEnrolment());
    await assert.rejects(
      store.enrolments.insert(anEnrolment()),
      (error: unknown) => error instanceof UniqueViolation && error.constraint === 'enrolment_pkey',
    );
  });

  test('enrolments are listed newest first and paged by id', async () => {
    await store.enrolments.insert(anEnrolment({ enrolmentId: id(2001) }));
    await store.enrolments.insert(anEnrolment({ enrolmentId: id(2002), issuerId: 'BANKTWO002' }));
    await store.enrolments.insert(anEnrolment({ enrolmentId: id(2003) }));
    const list = async (filter: Parameters<typeof store.enrolments.list>[0]) =>
      (await store.enrolments.list(filter)).map(enrolment => enrolment.enrolmentId);
    assert.deepEqual(await list({ limit: 2 }), [id(2003), id(2002)]);
    assert.deepEqual(await list({ limit: 2, before: id(2002) }), [id(2001)]);
    assert.deepEqual(await list({ limit: 9, issuerId: 'BANKONE001' }), [id(2003), id(2001)]);
  });

  test('enrolments are due at their time, oldest first', async () => {
    await store.enrolments.insert(anEnrolment({ enrolmentId: id(2001), dueAt: at(20) }));
    await store.enrolments.insert(anEnrolment({ enrolmentId: id(2002), dueAt: at(10) }));
    await store.enrolments.insert(anEnrolment({ enrolmentId: id(2003), dueAt: null }));
    assert.deepEqual(await store.enrolments.due(at(20), 10), [id(2002), id(2001)]);
    assert.deepEqual(await store.enrolments.due(at(20), 1), [id(2002)]);
    assert.deepEqual(await store.enrolments.due(at(9), 10), []);
  });

  test('a locked enrolment is changed by one transaction after the other', async () => {
    await store.enrolments.insert(anEnrolment({ issuerWait: 0 }));
    const count = () =>
      store.transaction(async tx => {
        const enrolment = await tx.enrolments.lock(id(2001));
        assert.ok(enrolment);
        await tx.enrolments.save({ ...enrolment, issuerWait: enrolment.issuerWait + 1 });
      });
    await Promise.all([count(), count(), count(), count(), count()]);
    assert.equal((await store.enrolments.find(id(2001)))?.issuerWait, 5);
  });

  test('lock finds nothing where there is nothing, and needs a transaction', async () => {
    assert.equal(await store.transaction(tx => tx.enrolments.lock(id(2001))), null);
    await assert.rejects(store.enrolments.lock(id(2001)), /inside of one/);
  });
});
