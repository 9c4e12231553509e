import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aToken, at } from '../store/test-objects.ts';
import type { Token } from './token.ts';
import { differencesOf, type ListedToken, type Remedy } from './token-difference.ts';
import { tspStateOf } from './tsp-token-state.ts';
import { unlimitedTsp } from './tsp-traits.ts';

const listedAs = (changes: Partial<ListedToken> = {}): ListedToken => ({
  state: 'ACTIVE',
  suspendedBy: null,
  tokenLastDigits: aToken().tokenLastDigits,
  tokenExpiryDate: aToken().tokenExpiryDate,
  ...changes,
});

const compare = (token: Token | null, listed: ListedToken | null) =>
  differencesOf({ token, listed }, unlimitedTsp);

const deletion = { action: 'DELETE', at: at(0), stateBefore: 'RESUMED', returnStateBefore: null } as const;
const pending = { state: 'INACTIVE', activated: false } as const;
const held = (...suspenders: Token['suspenders']) =>
  aToken({ state: 'SUSPENDED', returnState: 'RESUMED', suspenders });
const gone = aToken({ state: 'DELETED', deletion });
const outOfApp = aToken({ state: 'DELETED', deletion: { ...deletion, action: 'DELETE_FROM_APP' } });

describe('a token that is the same on both sides', () => {
  const tokens = [
    aToken(),
    aToken(pending),
    aToken({ state: 'DEPLOYMENT_ONGOING', activated: false }),
    held('ISSUER'),
    gone,
    outOfApp,
  ];
  for (const token of tokens) {
    test(`${token.state} is no difference`, () => {
      assert.deepEqual(compare(token, listedAs({ state: tspStateOf(token) })), []);
    });
  }

  test('gone is gone, whatever it is called, and so is one the TSP has forgotten', () => {
    assert.deepEqual(compare(gone, listedAs({ state: 'DELETED_FROM_APP' })), []);
    assert.deepEqual(compare(outOfApp, listedAs({ state: 'DELETED' })), []);
    assert.deepEqual(compare(gone, null), []);
    assert.deepEqual(compare(null, listedAs({ state: 'DELETED' })), []);
    assert.deepEqual(compare(gone, listedAs({ state: 'DELETED', tokenExpiryDate: '0130' })), []);
  });

  test('is one that the hub holds itself, where its TSP cannot', () => {
    const token = aToken({ ...pending, state: 'SUSPENDED', returnState: 'INACTIVE', suspenders: ['ISSUER'] });
    const traits = { ...unlimitedTsp, suspendsPending: false };
    const listed = listedAs({ state: 'INACTIVE' });
    assert.deepEqual(differencesOf({ token, listed }, traits), []);
    assert.equal(differencesOf({ token, listed }, unlimitedTsp).length, 1);
  });
});

describe('a token that is not', () => {
  const catchUp = (event: object) => ({ kind: 'CATCH_UP', event });
  const cases: [what: string, token: Token | null, listed: ListedToken | null, remedy: object | null][] = [
    ['only at the TSP', null, listedAs(), { kind: 'REGISTER' }],
    ['only at the hub', aToken(), null, catchUp({ type: 'DELETED', action: 'DELETE' })],
    [
      'deleted at the TSP',
      aToken(),
      listedAs({ state: 'DELETED' }),
      catchUp({ type: 'DELETED', action: 'DELETE' }),
    ],
    [
      'removed in the app',
      held('ISSUER'),
      listedAs({ state: 'DELETED_FROM_APP' }),
      catchUp({ type: 'DELETED', action: 'DELETE_FROM_APP' }),
    ],
    ['activated at the TSP', aToken(pending), listedAs(), catchUp({ type: 'ACTIVATED' })],
    [
      'suspended at the TSP',
      aToken(),
      listedAs({ state: 'SUSPENDED' }),
      catchUp({ type: 'SUSPENDED', by: 'TSP' }),
    ],
    ['resumed by the TSP that held it', held('TSP'), listedAs(), catchUp({ type: 'RESUMED', by: 'TSP' })],
    [
      'active though its issuer holds it',
      held('ISSUER'),
      listedAs(),
      { kind: 'TELL_TSP', state: 'SUSPENDED' },
    ],
    [
      'active though others hold it, too',
      held('TSP', 'ISSUER'),
      listedAs(),
      { kind: 'TELL_TSP', state: 'SUSPENDED' },
    ],
    ['active though it was deleted here', gone, listedAs(), { kind: 'TELL_TSP', state: 'DELETED' }],
    ['restored at the TSP', outOfApp, listedAs(), catchUp({ type: 'RESTORED' })],
    ['not active at the TSP', aToken(), listedAs({ state: 'INACTIVE' }), null],
    [
      'active before its provisioning was reported',
      aToken({ state: 'DEPLOYMENT_ONGOING' }),
      listedAs(),
      null,
    ],
    [
      'a card-on-file token that a TSP must not hold',
      aToken({ tokenType: 'CARD_ON_FILE' }),
      listedAs({ state: 'SUSPENDED' }),
      null,
    ],
    [
      'renewed',
      aToken(),
      listedAs({ tokenExpiryDate: '0133' }),
      { ...catchUp({ type: 'RENEWED' }), alongside: { tokenExpiryDate: '0133' } },
    ],
    [
      'of another date while pending',
      aToken(pending),
      listedAs({ state: 'INACTIVE', tokenExpiryDate: '0133' }),
      { kind: 'CORRECT', fields: { tokenExpiryDate: '0133' } },
    ],
    [
      'of another number',
      aToken(),
      listedAs({ tokenLastDigits: '9999' }),
      { kind: 'CORRECT', fields: { tokenLastDigits: '9999' } },
    ],
  ];
  for (const [what, token, listed, remedy] of cases) {
    test(`${what} is told in words, with what mends it`, () => {
      const [difference, ...more] = compare(token, listed);
      assert.deepEqual(more, []);
      assert.deepEqual(difference?.remedy, remedy as Remedy | null);
      assert.match(difference?.explanation ?? '', /^The .+\.$/);
    });
  }

  test('in several ways is told once for each', () => {
    const listed = listedAs({ tokenExpiryDate: '0133', tokenLastDigits: '9999' });
    assert.deepEqual(
      compare(aToken(), listed).map(({ kind }) => kind),
      ['EXPIRY_DATE', 'LAST_DIGITS'],
    );
  });
});
