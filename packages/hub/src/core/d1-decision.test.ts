import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { DecisionConditions, DecisionRule } from './card-product.ts';
import { type D1CheckName, type D1Judgement, decideInD1 } from './d1-decision.ts';
import type { D1Facts, VerifiedCard } from './d1-facts.ts';
import { type Decision, type Recommendation, severity } from './decision.ts';

const settings: D1Facts['settings'] = {
  services: ['TOKENIZATION'],
  unregisteredCards: 'DECLINE',
  verifyCard: false,
  rules: [],
};

const registered = {
  kind: 'REGISTERED',
  cardId: 'card-1',
  consumerId: 'consumer-1',
  state: 'ACTIVE',
  expiry: '1230',
  givenExpiry: '1230',
} as const;
const unregistered = { kind: 'UNREGISTERED', givenExpiry: '1230' } as const;

/** A registered card of a product without rules, for a wallet that recommends it. */
function facts(changes: Partial<D1Facts> = {}): D1Facts {
  return {
    purpose: 'TOKEN',
    settings,
    issuerHasIdv: true,
    card: registered,
    recommendation: 'green',
    deviceScore: 5,
    accountScore: 5,
    captureMethod: 'CAMERA',
    tokenType: 'EMBEDDED_SE',
    cvvValidated: null,
    liveTokens: 0,
    now: new Date('2026-03-01T10:00:00Z'),
    verification: null,
    consumerReachable: true,
    ...changes,
  };
}

const good: VerifiedCard = {
  lostOrStolen: false,
  expired: false,
  invalid: false,
  fraudSuspect: false,
  securityCode: 'VALID',
  securityCodeTriesExceeded: false,
  cardId: 'card-1',
  consumerId: 'consumer-1',
};

function rule(decision: DecisionRule['decision'], when: DecisionConditions = {}): DecisionRule {
  return { name: `${decision} when`, when, decision };
}

function taken(judgement: D1Judgement) {
  assert.ok(judgement.decided, 'nothing is missing');
  return judgement;
}

/** The decision, the check that made it, and the code for who asked. */
function outcome(changes: Partial<D1Facts>): [Decision, D1CheckName, number | null] {
  const { decision, trace, code } = taken(decideInD1(facts(changes)));
  return [decision, trace.decidedBy, code];
}

describe('the card', () => {
  test('a registered, active card that the wallet recommends is approved', () => {
    assert.deepEqual(outcome({}), ['green', 'RULES', null]);
  });

  test('is declined when its product has no tokenization', () => {
    const noTokens = { ...settings, services: ['CLICK_TO_PAY' as const] };
    assert.deepEqual(outcome({ settings: noTokens }), ['red', 'SERVICE', 163]);
  });

  test('is declined when nobody registered it, unless the product registers it then', () => {
    assert.deepEqual(outcome({ card: unregistered }), ['red', 'CARD_REGISTERED', 116]);
    const registers = { ...settings, unregisteredCards: 'REGISTER' as const };
    assert.deepEqual(outcome({ card: unregistered, settings: registers }), ['green', 'RULES', null]);
    assert.deepEqual(outcome({ card: { kind: 'RETIRED' }, settings: registers }), [
      'red',
      'CARD_REGISTERED',
      160,
    ]);
  });

  test('is declined in every state but ACTIVE', () => {
    assert.deepEqual(outcome({ card: { ...registered, state: 'INACTIVE' } }), ['red', 'CARD_STATE', 159]);
    assert.deepEqual(outcome({ card: { ...registered, state: 'DELETED' } }), ['red', 'CARD_STATE', 160]);
    assert.deepEqual(outcome({ card: { ...registered, state: 'REPLACED' } }), ['red', 'CARD_STATE', 160]);
  });

  test('is good to the end of the month, of the date that is registered', () => {
    const march = { ...registered, expiry: '0326', givenExpiry: '0326' };
    const at = (now: string) => outcome({ card: march, now: new Date(now) });
    assert.deepEqual(at('2026-03-31T23:59:59.999Z'), ['green', 'RULES', null]);
    assert.deepEqual(at('2026-04-01T00:00:00.000Z'), ['red', 'CARD_EXPIRY', 158]);
    assert.deepEqual(outcome({ card: { ...registered, givenExpiry: '1229' } }), ['red', 'CARD_EXPIRY', 166]);
    assert.deepEqual(outcome({ card: { ...registered, givenExpiry: null } }), ['green', 'RULES', null]);
  });
});

describe('Verify card', () => {
  const verifyCard = { ...settings, verifyCard: true };
  const verified = (changes: Partial<VerifiedCard>) =>
    outcome({ settings: verifyCard, verification: { ...good, ...changes } });

  test('is asked for when nothing has declined the card before', () => {
    assert.deepEqual(decideInD1(facts({ settings: verifyCard })), { decided: false, needs: 'VERIFICATION' });
    const suspended = { ...registered, state: 'INACTIVE' } as const;
    assert.deepEqual(outcome({ settings: verifyCard, card: suspended }), ['red', 'CARD_STATE', 159]);
    assert.deepEqual(outcome({ settings: verifyCard, recommendation: 'red' }), [
      'red',
      'RECOMMENDATION',
      170,
    ]);
  });

  test('approves a card that is good', () => {
    assert.deepEqual(verified({}), ['green', 'RULES', null]);
  });

  test('declines every other, each with its code', () => {
    assert.deepEqual(verified({ invalid: true }), ['red', 'VERIFY_CARD', 166]);
    assert.deepEqual(verified({ lostOrStolen: true }), ['red', 'VERIFY_CARD', 159]);
    assert.deepEqual(verified({ expired: true }), ['red', 'VERIFY_CARD', 158]);
    assert.deepEqual(verified({ fraudSuspect: true }), ['red', 'VERIFY_CARD', 164]);
    assert.deepEqual(verified({ cardId: 'card-2' }), ['red', 'VERIFY_CARD', 166]);
    assert.deepEqual(verified({ consumerId: 'consumer-2' }), ['red', 'VERIFY_CARD', 166]);
    assert.deepEqual(verified({ cardId: null, consumerId: null }), ['green', 'RULES', null]);
    const impossible = outcome({ settings: verifyCard, verification: 'IMPOSSIBLE' });
    assert.deepEqual(impossible, ['red', 'VERIFY_CARD', 166]);
  });

  test('declines a wrong security code, and one that was tried too often', () => {
    assert.deepEqual(verified({ securityCode: 'INVALID' }), ['red', 'SECURITY_CODE', 161]);
    assert.deepEqual(verified({ securityCodeTriesExceeded: true }), ['red', 'SECURITY_CODE', 161]);
    assert.deepEqual(verified({ securityCode: 'NOT_CHECKED' }), ['green', 'RULES', null]);
  });

  test('must name the card and holder that are to be registered', () => {
    const registers = { ...verifyCard, unregisteredCards: 'REGISTER' as const };
    const asked = (names: Pick<VerifiedCard, 'cardId' | 'consumerId'>) =>
      outcome({ settings: registers, card: unregistered, verification: { ...good, ...names } });
    assert.deepEqual(asked({ cardId: 'card-2', consumerId: 'consumer-2' }), ['green', 'RULES', null]);
    assert.deepEqual(asked({ cardId: 'card-2', consumerId: null }), ['red', 'VERIFY_CARD', 116]);
    assert.deepEqual(asked({ cardId: null, consumerId: 'consumer-2' }), ['red', 'VERIFY_CARD', 116]);
  });

  test('is not for device bindings, which have no card data', () => {
    const binding = { settings: verifyCard, purpose: 'DEVICE_BINDING' } as const;
    assert.deepEqual(outcome(binding), ['yellow', 'NEW_DEVICE', null]);
  });
});

test('the token of a directory that the card is enrolled in is approved, unless the card is not ACTIVE', () => {
  const rules = [rule('RED')];
  const services = ['CLICK_TO_PAY' as const];
  const enrolled: Partial<D1Facts> = {
    purpose: 'CLICK_TO_PAY',
    settings: { ...settings, services, verifyCard: true, rules },
    recommendation: null,
    cvvValidated: false,
  };
  assert.deepEqual(outcome(enrolled), ['green', 'DIRECTORY', null]);
  const suspended = { ...registered, state: 'INACTIVE' } as const;
  assert.deepEqual(outcome({ ...enrolled, card: suspended }), ['red', 'CARD_STATE', 159]);
  assert.deepEqual(outcome({ ...enrolled, recommendation: 'red' }), ['red', 'RECOMMENDATION', 170]);
});

test('a security code that was checked elsewhere counts, unless the issuer checked it itself', () => {
  assert.deepEqual(outcome({ cvvValidated: false }), ['red', 'SECURITY_CODE', 161]);
  assert.deepEqual(outcome({ cvvValidated: true }), ['green', 'RULES', null]);
  const asked = { settings: { ...settings, verifyCard: true }, cvvValidated: false };
  assert.deepEqual(outcome({ ...asked, verification: good }), ['green', 'RULES', null]);
  const unchecked = { ...good, securityCode: 'NOT_CHECKED' } as const;
  assert.deepEqual(outcome({ ...asked, verification: unchecked }), ['red', 'SECURITY_CODE', 161]);
});

describe('rules', () => {
  const ruled = (rules: DecisionRule[], changes: Partial<D1Facts> = {}) =>
    outcome({ settings: { ...settings, rules }, ...changes })[0];

  test('the first one that applies decides', () => {
    assert.equal(ruled([rule('YELLOW'), rule('RED')]), 'yellow');
    assert.equal(ruled([rule('RED', { liveTokensAtLeast: 1 }), rule('YELLOW')]), 'yellow');
    assert.equal(ruled([rule('GREEN', { tokenTypes: ['EMBEDDED_SE'] }), rule('RED')]), 'green');
    assert.equal(ruled([rule('GREEN', { tokenTypes: ['HCE'] }), rule('RED')]), 'red');
  });

  const cases: [DecisionConditions, Partial<D1Facts>, Partial<D1Facts>][] = [
    [{ recommendation: ['green'] }, {}, { recommendation: null }],
    [{ deviceScoreAtMost: 2 }, { deviceScore: 2 }, { deviceScore: 3 }],
    [{ deviceScoreAtMost: 5 }, { deviceScore: 5 }, { deviceScore: null }],
    [{ accountScoreAtMost: 1 }, { accountScore: 1 }, { accountScore: 2 }],
    [{ captureMethods: ['MANUAL', 'CAMERA'] }, {}, { captureMethod: 'ON_FILE' }],
    [{ captureMethods: ['MANUAL'] }, { captureMethod: 'MANUAL' }, { captureMethod: null }],
    [{ tokenTypes: ['HCE'] }, { tokenType: 'HCE' }, { tokenType: 'CARD_ON_FILE' }],
    [{ securityCode: ['NOT_CHECKED'] }, {}, { cvvValidated: true }],
    [{ liveTokensAtLeast: 2 }, { liveTokens: 2 }, { liveTokens: 1 }],
    [{ consumerReachable: true }, { consumerReachable: true }, { consumerReachable: false }],
  ];
  for (const [when, fits, doesNot] of cases) {
    test(`${JSON.stringify(when)} applies to ${JSON.stringify(fits)} and not to ${JSON.stringify(doesNot)}`, () => {
      assert.equal(ruled([rule('RED', when)], fits), 'red');
      assert.equal(ruled([rule('RED', when)], doesNot), 'green');
    });
  }

  test('all conditions of a rule must hold', () => {
    const both = rule('RED', { deviceScoreAtMost: 2, captureMethods: ['MANUAL'] });
    assert.equal(ruled([both], { deviceScore: 1 }), 'green');
    assert.equal(ruled([both], { deviceScore: 1, captureMethod: 'MANUAL' }), 'red');
  });

  test('the rule that decided is named', () => {
    const rules = [{ name: 'too many tokens', when: { liveTokensAtLeast: 3 }, decision: 'RED' as const }];
    const { trace } = taken(decideInD1(facts({ settings: { ...settings, rules }, liveTokens: 4 })));
    assert.deepEqual(trace.finding, 'rule "too many tokens" says RED');
    assert.deepEqual(
      trace.checks.map(({ check, leaves }) => `${check} ${leaves}`),
      [
        'SERVICE green',
        'CARD_REGISTERED green',
        'CARD_STATE green',
        'CARD_EXPIRY green',
        'RECOMMENDATION green',
        'SECURITY_CODE green',
        'RULES red',
      ],
    );
  });
});

describe('step-up', () => {
  test('is what a wallet asks for that recommends yellow or orange', () => {
    assert.deepEqual(outcome({ recommendation: 'yellow' }), ['yellow', 'RECOMMENDATION', null]);
    assert.deepEqual(outcome({ recommendation: 'orange' }), ['yellow', 'RECOMMENDATION', null]);
    assert.equal(taken(decideInD1(facts({ recommendation: 'orange' }))).strongVerification, true);
    assert.equal(taken(decideInD1(facts({ recommendation: 'yellow' }))).strongVerification, false);
  });

  test('ends red where nobody can be verified', () => {
    const yellow = { recommendation: 'yellow' } as const;
    assert.deepEqual(outcome({ ...yellow, consumerReachable: false }), ['red', 'STEP_UP', 170]);
    assert.deepEqual(outcome({ ...yellow, issuerHasIdv: false }), ['red', 'STEP_UP', 170]);
  });

  test('the consumer is asked about only when the decision turns on it', () => {
    const unknown = { consumerReachable: null } as const;
    assert.deepEqual(outcome(unknown), ['green', 'RULES', null]);
    const needed = { decided: false, needs: 'CONSUMER' };
    assert.deepEqual(decideInD1(facts({ ...unknown, recommendation: 'yellow' })), needed);
    const rules = [rule('RED', { consumerReachable: false, deviceScoreAtMost: 2 })];
    const ruled = { ...unknown, settings: { ...settings, rules } };
    assert.deepEqual(decideInD1(facts({ ...ruled, deviceScore: 1 })), needed);
    assert.deepEqual(outcome({ ...ruled, deviceScore: 3 }), ['green', 'RULES', null]);
    assert.deepEqual(outcome({ ...unknown, recommendation: 'yellow', issuerHasIdv: false }), [
      'red',
      'STEP_UP',
      170,
    ]);
  });
});

describe('whatever the facts are', () => {
  const colours = ['green', 'yellow', 'orange', 'red'] as const;
  const decisions = fc.constantFrom('GREEN' as const, 'YELLOW' as const, 'RED' as const);
  const when: fc.Arbitrary<DecisionConditions> = fc.record(
    {
      deviceScoreAtMost: fc.integer({ min: 1, max: 5 }),
      captureMethods: fc.subarray(['CAMERA', 'MANUAL'], { minLength: 1 }),
      securityCode: fc.subarray(['VALID', 'INVALID', 'NOT_CHECKED'] as const, { minLength: 1 }),
      liveTokensAtLeast: fc.integer({ min: 1, max: 4 }),
      consumerReachable: fc.boolean(),
    },
    { requiredKeys: [], noNullPrototype: true },
  ) as fc.Arbitrary<DecisionConditions>;
  const verification = fc.record<VerifiedCard>({
    lostOrStolen: fc.boolean(),
    expired: fc.boolean(),
    invalid: fc.boolean(),
    fraudSuspect: fc.boolean(),
    securityCode: fc.constantFrom('VALID', 'INVALID', 'NOT_CHECKED'),
    securityCodeTriesExceeded: fc.boolean(),
    cardId: fc.constantFrom('card-1', 'card-1', 'card-2', null),
    consumerId: fc.constantFrom('consumer-1', 'consumer-1', 'consumer-2', null),
  });
  const anyFacts = fc.record<D1Facts>({
    purpose: fc.constantFrom('TOKEN', 'CLICK_TO_PAY', 'DEVICE_BINDING'),
    settings: fc.record({
      services: fc.constant(['TOKENIZATION' as const]),
      unregisteredCards: fc.constantFrom('DECLINE' as const, 'REGISTER' as const),
      verifyCard: fc.boolean(),
      rules: fc.array(fc.record({ name: fc.string(), when, decision: decisions }), { maxLength: 5 }),
    }),
    issuerHasIdv: fc.boolean(),
    card: fc.constantFrom(registered, registered, registered, unregistered, { kind: 'RETIRED' as const }),
    recommendation: fc.constantFrom(...colours, null),
    deviceScore: fc.option(fc.integer({ min: 1, max: 5 })),
    accountScore: fc.option(fc.integer({ min: 1, max: 5 })),
    captureMethod: fc.constantFrom('CAMERA', 'MANUAL', null),
    tokenType: fc.constantFrom('EMBEDDED_SE', 'HCE', 'CARD_ON_FILE'),
    cvvValidated: fc.constantFrom(true, false, null),
    liveTokens: fc.nat({ max: 5 }),
    now: fc.constant(new Date('2026-03-01T10:00:00Z')),
    verification,
    consumerReachable: fc.boolean(),
  });
  const decided = (given: D1Facts) => severity[taken(decideInD1(given)).decision];

  test('no decision is more permissive than what the wallet recommends', () => {
    fc.assert(fc.property(anyFacts, given => decided(given) >= severity[given.recommendation ?? 'green']));
  });

  test('a more severe recommendation never makes a decision more permissive', () => {
    const pair = fc.tuple(fc.constantFrom(...colours), fc.constantFrom(...colours));
    fc.assert(
      fc.property(anyFacts, pair, (given, [one, other]) => {
        const [milder, severer] = severity[one] <= severity[other] ? [one, other] : [other, one];
        const of = (recommendation: Recommendation) => decided({ ...given, recommendation });
        return of(milder) <= of(severer);
      }),
    );
  });

  test('what follows the first rule that applies to everything changes nothing', () => {
    fc.assert(
      fc.property(anyFacts, decisions, fc.array(decisions), (given, decision, later) => {
        const rules = [...given.settings.rules, rule(decision)];
        const withLater = [...rules, ...later.map(entry => rule(entry))];
        const of = (some: DecisionRule[]) =>
          decideInD1({ ...given, settings: { ...given.settings, rules: some } });
        assert.deepEqual(of(withLater), of(rules));
      }),
    );
  });

  test('the check that is said to have decided leaves no more than the decision, and those before it leave more', () => {
    fc.assert(
      fc.property(anyFacts, given => {
        const { decision, trace, code } = taken(decideInD1(given));
        const decisive = trace.checks.findIndex(({ check }) => check === trace.decidedBy);
        assert.equal(trace.checks[decisive]?.leaves, decision);
        if (decision !== 'green')
          for (const { leaves } of trace.checks.slice(0, decisive))
            assert.ok(severity[leaves] < severity[decision]);
        assert.equal(code !== null, decision === 'red');
      }),
    );
  });

  test('leaving out what is not known yet decides the same, or asks for it', () => {
    fc.assert(
      fc.property(anyFacts, given => {
        const judgement = decideInD1({ ...given, verification: null, consumerReachable: null });
        if (!judgement.decided) return;
        const withRest = decideInD1({ ...given, verification: null });
        assert.deepEqual(withRest, judgement);
      }),
    );
  });
});
