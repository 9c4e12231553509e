import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { D1CheckName } from '../../core/d1-decision.ts';
import type { Enrolment } from '../../core/enrolment.ts';
import type { RecordedOperation } from '../../core/recorded-operation.ts';
import { securityCodeFrom } from '../../core/security-code.ts';
import { keepConsumer } from '../consumers/keep-consumer.ts';
import { answerOf, exp, issuerId, john, otherPan, pan } from '../d1-on-store.fixture.ts';
import { openCard } from '../open-card.ts';
import { answered, answeredWith, good, noAnswer, openD1Wallet, wholeBudget } from './d1-wallet.fixture.ts';

const wallet = await openD1Wallet();
const { hub, store, issuer } = wallet;
after(() => store.close());
beforeEach(() => wallet.reset());

/** How a session ended or stands, and the code of its refusal. */
function standing({ step, outcome, refusal }: Enrolment): string {
  return [outcome ?? step, refusal?.code].filter(Boolean).join(' ');
}

/** What a check found; undefined: it was not made. */
function findingOf({ decisionTrace }: Enrolment, name: D1CheckName): string | undefined {
  return decisionTrace?.checks.find(({ check }) => check === name)?.finding;
}

async function digitization(operationId: string): Promise<RecordedOperation> {
  const operation = await store.recordedOperations.find(operationId);
  assert.ok(operation, 'an operation of this session');
  return operation;
}

/** What was owed since the cards were registered. */
async function owed(): Promise<string[]> {
  return (await wallet.owed()).filter(told => !told.startsWith('REGISTER'));
}

describe('a registered card', () => {
  beforeEach(async () => {
    await wallet.registerConsumer('consumer-1', john);
    await wallet.register();
  });

  test('gets a token that is active once it is on its device; DIGITIZE tells so', async () => {
    const enrolment = await wallet.enrol();
    assert.equal(standing(enrolment), 'PROVISIONING_DUE');
    assert.deepEqual(await owed(), ['DIGITIZE PENDING card-1']);
    assert.equal(standing(await wallet.provision(enrolment)), 'ACTIVATED');
    assert.deepEqual(await owed(), ['DIGITIZE PENDING card-1', 'DIGITIZE SUCCESSFUL card-1']);
    const card = await wallet.card();
    const { target, digitalCardIds, status } = await digitization(enrolment.enrolmentId);
    assert.deepEqual(
      [target.key, digitalCardIds, status],
      [card.cardId, [enrolment.virtualCardId], 'SUCCESSFUL'],
    );
    assert.deepEqual([issuer.verified, issuer.askedOf], [[], []], 'nobody was asked');
  });

  test('its decision is kept with the trace that made it', async () => {
    const { enrolmentId } = await wallet.enrol({ scoring: { levelOfTrust: 'green', deviceScore: '4' } });
    const kept = await store.enrolments.find(enrolmentId);
    assert.equal(kept?.decision, 'green');
    assert.deepEqual(
      kept?.decisionTrace?.checks.map(({ check, leaves, finding }) => `${check} ${leaves}: ${finding}`),
      [
        'SERVICE green: the product has tokenization',
        'CARD_REGISTERED green: the card is registered',
        'CARD_STATE green: the card is ACTIVE',
        'CARD_EXPIRY green: the card has not expired',
        'RECOMMENDATION green: the wallet recommends green',
        'SECURITY_CODE green: no security code was checked',
        'RULES green: no rule of the product applies',
      ],
    );
  });

  test('stays as it is registered, whatever the requestor gave', async () => {
    const before = await wallet.card();
    await wallet.enrol({ exp: null });
    assert.deepEqual(await wallet.card(), before);
  });

  test('that is suspended is declined before any terms, and the issuer told why', async () => {
    await wallet.suspend('FRAUD');
    const enrolment = await wallet.start();
    assert.equal(standing(enrolment), 'DECLINED 159');
    assert.equal(enrolment.decision, 'red');
    assert.equal(enrolment.refusal?.message, 'Card suspended');
    const { status, errorCode, error, digitalCardIds } = await digitization(enrolment.enrolmentId);
    assert.deepEqual(
      [status, errorCode, error, digitalCardIds],
      ['FAILED', 'CARD_SUSPENDED', 'the card is INACTIVE', []],
    );
    assert.deepEqual((await owed()).slice(-1), ['DIGITIZE FAILED card-1']);
  });

  test('that is suspended while terms are read is declined then', async () => {
    const started = await wallet.start();
    await wallet.suspend();
    const enrolment = await wallet.accept(started);
    assert.equal(standing(enrolment), 'DECLINED 159');
    assert.equal((await store.tokens.ofCard((await wallet.card()).cardId)).length, 0);
  });

  test('that is deleted while its TSP makes the token gets none; the TSP will be asked to delete it', async () => {
    const started = await wallet.start();
    const { cardId } = await wallet.card();
    wallet.tsp.whileMaking = async () => void (await wallet.remove());
    const enrolment = await wallet.accept(started);
    assert.equal(standing(enrolment), 'DECLINED 160');
    assert.deepEqual(enrolment.dueAt, hub.clock.now());
    assert.deepEqual(await store.tokens.ofCard(cardId), []);
  });

  test('that was deleted is declined, for its number is not registered again', async () => {
    await wallet.settle({ unregisteredCards: 'REGISTER', verifyCard: true });
    await wallet.remove();
    const enrolment = await wallet.start();
    assert.equal(standing(enrolment), 'DECLINED 160');
    assert.deepEqual(issuer.verified, []);
  });

  test('whose expiry date is another is declined', async () => {
    assert.equal(standing(await wallet.start({ exp: '1130' })), 'DECLINED 166');
  });

  test('that has expired is declined', async () => {
    wallet.time.now = new Date('2031-01-01T00:00:00Z');
    assert.equal(standing(await wallet.start()), 'DECLINED 158');
  });

  test('of a product without tokenization is declined', async () => {
    await wallet.settle({ services: ['CLICK_TO_PAY'] });
    assert.equal(standing(await wallet.start()), 'DECLINED 163');
  });

  test('is of the product it was registered for, whichever has its range', async () => {
    await wallet.store.products.save({
      ...(await product()),
      productId: 'gold',
      panRanges: [{ prefix: '4111111', panLength: 16 }],
    });
    const { productId } = await wallet.start();
    assert.equal(productId, 'visa');
  });

  test('gets no more than what the wallet recommends', async () => {
    assert.equal((await wallet.enrol({ scoring: { levelOfTrust: 'red' } })).decision, 'red');
    assert.equal((await wallet.enrol({ scoring: { levelOfTrust: 'yellow' } })).decision, 'yellow');
    assert.equal((await wallet.enrol({ scoring: { levelOfTrust: 'orange' } })).decision, 'yellow');
  });

  test('is decided by the first rule of its product that applies', async () => {
    await wallet.settle({
      rules: [
        { name: 'second token', when: { liveTokensAtLeast: 1 }, decision: 'RED' },
        { name: 'typed', when: { captureMethods: ['MANUAL'] }, decision: 'YELLOW' },
        { name: 'risky', when: { deviceScoreAtMost: 2 }, decision: 'RED' },
      ],
    });
    const typed = { captureMethod: 'MANUAL', scoring: { levelOfTrust: 'green', deviceScore: '1' } };
    const first = await wallet.enrol(typed);
    assert.equal(first.decision, 'yellow');
    assert.equal(first.decisionTrace?.finding, 'rule "typed" says YELLOW');
    const second = await wallet.enrol({ tokenStorageId: 'phone-2' });
    assert.equal(second.decision, 'red');
    assert.equal(second.decisionTrace?.finding, 'rule "second token" says RED');
  });

  test('whose token its TSP does not make is told as FAILED', async () => {
    wallet.tsp.refusesTokens = 921;
    const enrolment = await wallet.enrol();
    assert.equal(standing(enrolment), 'FAILED 921');
    const { status, errorCode, error } = await digitization(enrolment.enrolmentId);
    assert.deepEqual([status, errorCode, error], ['FAILED', 'SERVER_ERROR', 'Unexpected server error']);
  });
});

async function product() {
  const found = await store.products.find('visa');
  assert.ok(found);
  return found;
}

describe('a card that nobody registered', () => {
  test('is declined, and nobody is told', async () => {
    const enrolment = await wallet.start();
    assert.equal(standing(enrolment), 'DECLINED 116');
    assert.equal(enrolment.decisionTrace?.decidedBy, 'CARD_REGISTERED');
    assert.deepEqual(await wallet.owed(), []);
  });

  describe('of a product that registers cards with their tokens', () => {
    beforeEach(() => wallet.settle({ unregisteredCards: 'REGISTER', verifyCard: true }));

    test('is registered under the ids that the issuer names', async () => {
      const enrolment = await wallet.enrol();
      assert.equal(standing(enrolment), 'PROVISIONING_DUE');
      assert.deepEqual(await wallet.owed(), [
        'REGISTER SUCCESSFUL consumer-1',
        'REGISTER SUCCESSFUL card-1',
        'DIGITIZE PENDING card-1',
      ]);
      const { origin, holder, issuerCardRefId, productId } = await wallet.card();
      assert.deepEqual(
        [origin, holder?.consumerId, issuerCardRefId, productId],
        ['REGISTERED', 'consumer-1', 'card-1', 'visa'],
      );
      assert.deepEqual(issuer.verified[0]?.cardId, null);
    });

    test('is not registered before there is a token', async () => {
      wallet.tsp.refusesTokens = 921;
      await wallet.enrol();
      assert.deepEqual(await wallet.owed(), []);
      await assert.rejects(wallet.card());
    });

    test('is declined where the issuer names no card or holder', async () => {
      for (const name of ['cardId', 'consumerId'] as const) {
        const { [name]: _, ...nameless } = good;
        issuer.verifies = answered(nameless as typeof good);
        assert.equal(standing(await wallet.start()), 'DECLINED 116');
      }
    });

    test('gets no token for a consumer who was deleted', async () => {
      const holder = { issuerId, consumerId: 'consumer-1', correlationId: 'session-1' };
      await hub.store.transaction(async tx => {
        const consumer = await keepConsumer(hub, tx, holder);
        await tx.consumers.save({ ...consumer, state: 'DELETED' });
      });
      assert.equal(standing(await wallet.enrol()), 'FAILED 911');
      await assert.rejects(wallet.card());
    });

    test('gets no token under the id of another card', async () => {
      await wallet.register({ pan: otherPan });
      const enrolment = await wallet.enrol();
      assert.equal(standing(enrolment), 'FAILED 911');
      assert.deepEqual(enrolment.dueAt, hub.clock.now());
    });
  });
});

describe('a card that the hub made', () => {
  let made: { pan: string; exp: string };
  let cardId: string;

  beforeEach(async () => {
    await wallet.settle({ verifyCard: true });
    await wallet.registerConsumer('consumer-1', john);
    ({ cardId } = answerOf(await wallet.create()));
    made = await numberAndExpiry();
  });

  async function numberAndExpiry(): Promise<{ pan: string; exp: string }> {
    const { fpan, exp: expiry = assert.fail() } = openCard(hub.vault, await wallet.card(cardId));
    return { pan: fpan, exp: expiry };
  }

  const right = () =>
    securityCodeFrom(hub.vault.fingerprint('security-code', `${made.pan} ${made.exp}`), { scheme: 'VISA' });
  const wrong = () => String((Number(right()) + 1) % 1_000).padStart(3, '0');

  test('is verified by the hub, and its issuer is not asked', async () => {
    const enrolment = await wallet.enrol({ ...made, cvv: right() });
    assert.equal(standing(enrolment), 'PROVISIONING_DUE');
    assert.equal(findingOf(enrolment, 'SECURITY_CODE'), 'the security code is right');
    assert.equal(findingOf(enrolment, 'VERIFY_CARD'), undefined);
    assert.deepEqual(issuer.verified, []);
  });

  test('gets no token by a wrong code, and is not asked for one that a wallet does not give', async () => {
    const enrolment = await wallet.start({ ...made, cvv: wrong() });
    assert.equal(standing(enrolment), 'DECLINED 161');
    assert.equal(enrolment.decisionTrace?.decidedBy, 'SECURITY_CODE');
    assert.equal(standing(await wallet.enrol(made)), 'PROVISIONING_DUE');
  });

  test('takes no code any more after five wrong ones in a row, until it is renewed and has another', async () => {
    for (let tried = 0; tried < 5; tried++) await wallet.start({ ...made, cvv: wrong() });
    const enrolment = await wallet.start({ ...made, cvv: right() });
    assert.equal(standing(enrolment), 'DECLINED 161');
    assert.match(enrolment.decisionTrace?.finding ?? '', /too often/);
    const former = right();
    await wallet.renew(null, { cardId });
    made = await numberAndExpiry();
    assert.notEqual(right(), former);
    assert.equal(standing(await wallet.enrol({ ...made, cvv: right() })), 'PROVISIONING_DUE');
  });

  test('that is declined anyway is not tried', async () => {
    await wallet.suspend('FRAUD', cardId);
    await wallet.start({ ...made, cvv: wrong() });
    assert.equal((await wallet.card(cardId)).wrongCodes, 0);
  });

  test('has its code nowhere in the session', async () => {
    const { enrolmentId } = await wallet.enrol({ ...made, cvv: '90817' });
    const kept = JSON.stringify(await store.enrolments.find(enrolmentId));
    assert.doesNotMatch(kept, /90817/);
  });
});

describe('Verify card', () => {
  beforeEach(async () => {
    await wallet.register();
    await wallet.settle({ verifyCard: true });
  });

  const says = (card: Partial<(typeof good.verificationResults)['card']>) => {
    const { verificationResults } = good;
    const about = { ...verificationResults, card: { ...verificationResults.card, ...card } };
    issuer.verifies = answered({ ...good, verificationResults: about });
  };

  test('is asked with all that the wallet gave of the card, within the time of the session', async () => {
    const enrolment = await wallet.start({ cvv: '123' });
    assert.equal(standing(enrolment), 'TERMS_DUE');
    assert.deepEqual(issuer.verified, [
      { credentials: { pan, exp, name: 'JOHN SMITH', cvv: '123' }, cardId: 'card-1' },
    ]);
    assert.deepEqual(issuer.budgets, [wholeBudget]);
  });

  test('is asked once, and nothing of the security code is kept', async () => {
    const { enrolmentId } = await wallet.enrol({ cvv: '777' });
    assert.equal(issuer.verified.length, 1);
    assert.ok(!JSON.stringify(await store.enrolments.find(enrolmentId)).includes('777'));
  });

  test('is asked with the registered expiry date where the wallet gave none', async () => {
    await wallet.start({ exp: null });
    assert.equal(issuer.verified[0]?.credentials.exp, exp);
  });

  const cases: [string, Partial<(typeof good.verificationResults)['card']>, number][] = [
    ['lost or stolen', { lostOrStolen: true }, 159],
    ['expired', { expired: true }, 158],
    ['invalid', { invalid: true }, 166],
    ['suspected of fraud', { fraudSuspect: true }, 164],
  ];
  for (const [what, card, code] of cases) {
    test(`declines a card that is ${what}`, async () => {
      says(card);
      const enrolment = await wallet.start();
      assert.equal(standing(enrolment), `DECLINED ${code}`);
      assert.equal(enrolment.decisionTrace?.decidedBy, 'VERIFY_CARD');
      assert.deepEqual((await owed()).slice(-1), ['DIGITIZE FAILED card-1']);
    });
  }

  test('declines a wrong security code, and one tried too often', async () => {
    const { card } = good.verificationResults;
    for (const securityCode of [{ valid: false }, { valid: true, verificationAttemptsExceeded: true }]) {
      issuer.verifies = answered({ ...good, verificationResults: { card, securityCode } });
      assert.equal(standing(await wallet.start({ cvv: '123' })), 'DECLINED 161');
    }
    issuer.verifies = answered({ ...good, verificationResults: { card } });
    assert.equal(standing(await wallet.start()), 'TERMS_DUE');
  });

  test('declines where the issuer means another card or holder', async () => {
    issuer.verifies = answered({ ...good, cardId: 'card-2' });
    assert.equal(standing(await wallet.start()), 'DECLINED 166');
    issuer.verifies = answered({ ...good, consumerId: 'consumer-2' });
    assert.equal(standing(await wallet.start()), 'DECLINED 166');
  });

  test('declines a card that the issuer does not know or allow', async () => {
    for (const status of [403, 404]) {
      issuer.verifies = answeredWith(status);
      assert.equal(standing(await wallet.start()), 'DECLINED 166');
    }
  });

  test('without an answer is a technical refusal, and the issuer is told of it later', async () => {
    issuer.verifies = noAnswer;
    const enrolment = await wallet.start();
    assert.equal(standing(enrolment), 'FAILED 921');
    assert.equal(enrolment.decision, null);
    assert.deepEqual((await owed()).slice(-1), ['DIGITIZE FAILED card-1']);
    for (const status of [400, 401]) {
      issuer.verifies = answeredWith(status);
      assert.equal(standing(await wallet.start()), 'FAILED 911');
    }
  });

  test('is not asked of a card that is declined anyway', async () => {
    await wallet.suspend();
    await wallet.start();
    assert.deepEqual(issuer.verified, []);
  });
});
