import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  renewReasonCodes,
  resumeReasonCodes,
  type SuspendReasonCode,
  suspendReasonCodes,
} from '@countermark/wire/d1/reason-codes';
import fc from 'fast-check';
import {
  type CardEvent,
  type CardLifeCycle,
  cardStand,
  cardStateTable,
  cardTransition,
  newCard,
} from './card-life-cycle.ts';

const active = newCard('ACTIVE');
const neverActivated = newCard('INACTIVE');
const suspended = (suspendReason: SuspendReasonCode): CardLifeCycle => ({
  ...active,
  state: 'INACTIVE',
  suspendReason,
});
const replaced: CardLifeCycle = { ...active, state: 'REPLACED' };
const deleted: CardLifeCycle = { ...active, state: 'DELETED' };

const suspend = (reasonCode: SuspendReasonCode): CardEvent => ({ operation: 'SUSPEND', reasonCode });
const resume = (reasonCode: (typeof resumeReasonCodes)[number]): CardEvent => ({
  operation: 'RESUME',
  reasonCode,
});
const renew = (reasonCode: (typeof renewReasonCodes)[number]): CardEvent => ({
  operation: 'RENEW',
  reasonCode,
});

/** The card in one line, or why it was refused. */
function after(card: CardLifeCycle, event: CardEvent): string {
  const result = cardTransition(card, event);
  if (!result.accepted) return result.errorCode;
  const { suspendReason, ongoingOperation } = result.card;
  return [cardStand(result.card), suspendReason, ongoingOperation].filter(part => part !== null).join(' ');
}

/** Who lifts what, said once more: columns CARD_FOUND, ISSUER_DECISION, USER_DECISION. */
const lifts: Record<SuspendReasonCode, string> = {
  CARD_LOST: 'yes yes no',
  CARD_STOLEN: 'no no no',
  CARD_BROKEN: 'no no no',
  FRAUD: 'no no no',
  USER_DECISION: 'no yes yes',
  ISSUER_DECISION: 'no yes no',
};

test('a suspension is lifted by the reasons that may', () => {
  for (const suspendReason of suspendReasonCodes) {
    const answers = resumeReasonCodes.map(code => after(suspended(suspendReason), resume(code)));
    const expected = lifts[suspendReason]
      .split(' ')
      .map(may => (may === 'yes' ? 'ACTIVE' : 'REASON_CODE_NOT_ALLOWED'));
    assert.deepEqual(answers, expected, suspendReason);
  }
});

test('of two reasons for a suspension the stricter one is remembered, of equal ones the first', () => {
  const ranks = [
    ['USER_DECISION'],
    ['ISSUER_DECISION'],
    ['CARD_LOST'],
    ['CARD_BROKEN', 'FRAUD', 'CARD_STOLEN'],
  ];
  const rank = (code: string) => ranks.findIndex(codes => codes.includes(code));
  for (const first of suspendReasonCodes)
    for (const second of suspendReasonCodes) {
      const remembered = rank(second) > rank(first) ? second : first;
      assert.equal(
        after(suspended(first), suspend(second)),
        `SUSPENDED ${remembered}`,
        `${first}, ${second}`,
      );
    }
});

describe('a card', () => {
  const rows: [string, CardLifeCycle, CardEvent, string][] = [
    ['that was never activated is activated', neverActivated, { operation: 'ACTIVATE' }, 'ACTIVE'],
    ['that is active is not activated', active, { operation: 'ACTIVATE' }, 'INVALID_STATE'],
    ['that is suspended is not activated', suspended('FRAUD'), { operation: 'ACTIVATE' }, 'INVALID_STATE'],
    ['that was never activated is not suspended', neverActivated, suspend('CARD_LOST'), 'INVALID_STATE'],
    ['that was never activated is not resumed', neverActivated, resume('ISSUER_DECISION'), 'INVALID_STATE'],
    ['that is active is suspended', active, suspend('CARD_LOST'), 'SUSPENDED CARD_LOST'],
    ['that is active is not resumed', active, resume('ISSUER_DECISION'), 'INVALID_STATE'],
    ['is renewed', active, renew('USER_DECISION'), 'ACTIVE'],
    ['is renewed for a new piece of plastic', active, renew('CARD_BROKEN'), 'ACTIVE RENEW'],
    ['is renewed though suspended', suspended('CARD_LOST'), renew('ISSUER_DECISION'), 'SUSPENDED CARD_LOST'],
    ['is renewed before its activation', neverActivated, renew('CARD_EXPIRED'), 'NEVER_ACTIVATED RENEW'],
    ['is replaced', active, { operation: 'REPLACE' }, 'REPLACED'],
    ['is replaced though stolen', suspended('CARD_STOLEN'), { operation: 'REPLACE' }, 'REPLACED'],
    ['is deleted', neverActivated, { operation: 'DELETE' }, 'DELETED'],
    ['is deleted though suspended', suspended('FRAUD'), { operation: 'DELETE' }, 'DELETED'],
  ];
  for (const [name, card, event, expected] of rows)
    test(name, () => {
      assert.equal(after(card, event), expected);
    });

  test('that was sent out anew is activated, whatever it stands at, and once', () => {
    for (const before of [active, suspended('USER_DECISION')]) {
      const renewed: CardLifeCycle = { ...before, ongoingOperation: 'RENEW' };
      const activated = cardTransition(renewed, { operation: 'ACTIVATE' });
      assert.deepEqual(activated, { accepted: true, card: before });
      assert.equal(after(before, { operation: 'ACTIVATE' }), 'INVALID_STATE');
    }
  });
});

const events: fc.Arbitrary<CardEvent> = fc.oneof(
  fc.constantFrom(...suspendReasonCodes).map(suspend),
  fc.constantFrom(...resumeReasonCodes).map(resume),
  fc.constantFrom(...renewReasonCodes).map(renew),
  fc.constantFrom<CardEvent>({ operation: 'ACTIVATE' }, { operation: 'REPLACE' }, { operation: 'DELETE' }),
);

function walk(history: readonly CardEvent[], visit: (before: CardLifeCycle, event: CardEvent) => void): void {
  let card = neverActivated;
  for (const event of history) {
    visit(card, event);
    const result = cardTransition(card, event);
    if (result.accepted) card = result.card;
  }
}

describe('whatever is asked of a card', () => {
  test('one that is gone stays gone', () => {
    fc.assert(
      fc.property(events, fc.constantFrom(replaced, deleted), (event, card) => {
        assert.deepEqual(cardTransition(card, event), { accepted: false, errorCode: 'INVALID_STATE' });
      }),
    );
  });

  test('a reason is remembered exactly while it is suspended, and nothing awaited of one that is gone', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 40 }), history => {
        walk(history, card => {
          if (card.state !== 'INACTIVE') assert.equal(card.suspendReason, null);
          if (['DELETED', 'REPLACED'].includes(card.state)) assert.equal(card.ongoingOperation, null);
        });
      }),
    );
  });

  test('a card reported stolen or broken, or of a fraud, is never usable again', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<SuspendReasonCode>('CARD_STOLEN', 'CARD_BROKEN', 'FRAUD'),
        fc.array(events, { maxLength: 40 }),
        (reasonCode, history) => {
          let card = suspended(reasonCode);
          for (const event of history) {
            const result = cardTransition(card, event);
            if (result.accepted) card = result.card;
            assert.notEqual(card.state, 'ACTIVE');
          }
        },
      ),
    );
  });

  test('it is usable for the first time by an activation, and never inactive for no reason afterwards', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 40 }), history => {
        let wasActive = false;
        walk(history, card => {
          wasActive ||= card.state === 'ACTIVE';
          if (wasActive) assert.notEqual(cardStand(card), 'NEVER_ACTIVATED');
        });
      }),
    );
  });
});

test('every row of the table applies to some card', () => {
  const met = new Set<unknown>();
  const cards = [active, neverActivated, ...suspendReasonCodes.map(suspended)].flatMap(card => [
    card,
    { ...card, ongoingOperation: 'RENEW' as const },
  ]);
  const samples: CardEvent[] = [
    ...suspendReasonCodes.map(suspend),
    ...resumeReasonCodes.map(resume),
    ...renewReasonCodes.map(renew),
    { operation: 'ACTIVATE' },
    { operation: 'REPLACE' },
    { operation: 'DELETE' },
  ];
  for (const card of cards)
    for (const event of samples)
      met.add(
        cardStateTable.find(
          row =>
            row.operation === event.operation &&
            row.from.includes(cardStand(card)) &&
            row.guard(card, event as never),
        ),
      );
  assert.deepEqual(
    cardStateTable.filter(row => !met.has(row)),
    [],
  );
});
