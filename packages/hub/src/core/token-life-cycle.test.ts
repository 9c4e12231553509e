import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Suspender, suspenders } from './suspenders.ts';
import type { TokenLifeCycle, TokenState } from './token.ts';
import { createdToken, retention, type TokenEvent, tokenStateTable, transition } from './token-life-cycle.ts';

const now = new Date('2026-11-22T12:00:00Z');
const days = (count: number) => count * 24 * 60 * 60 * 1000;

const inState = (state: TokenState, more: Partial<TokenLifeCycle> = {}): TokenLifeCycle => ({
  ...createdToken(),
  state,
  activated: state === 'RESUMED',
  ...more,
});
const suspended = (
  by: Suspender[],
  returnState: 'INACTIVE' | 'RESUMED',
  activated = returnState === 'RESUMED',
) => inState('SUSPENDED', { suspenders: by, returnState, activated });
const removedInApp = (daysAgo: number, before: Partial<TokenLifeCycle> = {}) =>
  inState('DELETED', {
    activated: true,
    deletion: {
      action: 'DELETE_FROM_APP',
      at: new Date(now.getTime() - days(daysAgo)),
      stateBefore: 'RESUMED',
      returnStateBefore: null,
    },
    ...before,
  });

/** Every row of the documented table: from, event, to, what the issuer is told. */
const rows: [string, TokenLifeCycle, TokenEvent, TokenState, string | null][] = [
  [
    'provisioned green',
    inState('DEPLOYMENT_ONGOING'),
    { type: 'PROVISIONED', towards: 'RESUMED' },
    'RESUMED',
    'ACTIVATE',
  ],
  [
    'provisioned yellow',
    inState('DEPLOYMENT_ONGOING'),
    { type: 'PROVISIONED', towards: 'INACTIVE' },
    'INACTIVE',
    null,
  ],
  [
    'provisioned while held',
    inState('DEPLOYMENT_ONGOING', { suspenders: ['ISSUER'] }),
    { type: 'PROVISIONED', towards: 'INACTIVE' },
    'SUSPENDED',
    'SUSPEND',
  ],
  [
    'provisioning failed',
    inState('DEPLOYMENT_ONGOING'),
    { type: 'PROVISIONING_FAILED' },
    'DELETED',
    'DELETE',
  ],
  ['verified', inState('INACTIVE'), { type: 'ACTIVATED' }, 'RESUMED', 'ACTIVATE'],
  ['verified while suspended', suspended(['ISSUER'], 'INACTIVE'), { type: 'ACTIVATED' }, 'SUSPENDED', null],
  ['tries used up', inState('INACTIVE'), { type: 'VERIFICATION_USED_UP' }, 'INACTIVE', null],
  [
    'active suspended',
    inState('RESUMED'),
    { type: 'SUSPENDED', by: 'TOKEN_REQUESTOR' },
    'SUSPENDED',
    'SUSPEND',
  ],
  ['inactive suspended', inState('INACTIVE'), { type: 'SUSPENDED', by: 'ISSUER' }, 'SUSPENDED', 'SUSPEND'],
  [
    'deploying, issuer holds',
    inState('DEPLOYMENT_ONGOING'),
    { type: 'SUSPENDED', by: 'ISSUER' },
    'DEPLOYMENT_ONGOING',
    null,
  ],
  [
    'deploying, TSP holds',
    inState('DEPLOYMENT_ONGOING'),
    { type: 'SUSPENDED', by: 'TSP' },
    'DEPLOYMENT_ONGOING',
    null,
  ],
  [
    'second suspender issuer',
    suspended(['TSP'], 'RESUMED'),
    { type: 'SUSPENDED', by: 'ISSUER' },
    'SUSPENDED',
    'SUSPEND',
  ],
  [
    'second suspender wallet',
    suspended(['ISSUER'], 'RESUMED'),
    { type: 'SUSPENDED', by: 'TOKEN_REQUESTOR' },
    'SUSPENDED',
    null,
  ],
  [
    'issuer resumes, wallet holds',
    suspended(['ISSUER', 'TOKEN_REQUESTOR'], 'RESUMED'),
    { type: 'RESUMED', by: 'ISSUER' },
    'SUSPENDED',
    'RESUME 432',
  ],
  [
    'wallet resumes, issuer holds',
    suspended(['ISSUER', 'TOKEN_REQUESTOR'], 'RESUMED'),
    { type: 'RESUMED', by: 'TOKEN_REQUESTOR' },
    'SUSPENDED',
    null,
  ],
  [
    'last one resumes to active',
    suspended(['ISSUER'], 'RESUMED'),
    { type: 'RESUMED', by: 'ISSUER' },
    'RESUMED',
    'RESUME',
  ],
  [
    'last one resumes to inactive',
    suspended(['ISSUER'], 'INACTIVE'),
    { type: 'RESUMED', by: 'ISSUER' },
    'INACTIVE',
    'RESUME',
  ],
  [
    'first activation by resume',
    suspended(['ISSUER'], 'RESUMED', false),
    { type: 'RESUMED', by: 'ISSUER' },
    'RESUMED',
    'ACTIVATE',
  ],
  [
    'issuer lifts the cardholder',
    suspended(['CARDHOLDER'], 'RESUMED'),
    { type: 'RESUMED', by: 'ISSUER' },
    'RESUMED',
    'RESUME',
  ],
  [
    'issuer lets go while deploying',
    inState('DEPLOYMENT_ONGOING', { suspenders: ['ISSUER'] }),
    { type: 'RESUMED', by: 'ISSUER' },
    'DEPLOYMENT_ONGOING',
    'RESUME',
  ],
  [
    'TSP lets go while deploying',
    inState('DEPLOYMENT_ONGOING', { suspenders: ['TSP'] }),
    { type: 'RESUMED', by: 'TSP' },
    'DEPLOYMENT_ONGOING',
    null,
  ],
  [
    'deleted while deploying',
    inState('DEPLOYMENT_ONGOING'),
    { type: 'DELETED', action: 'DELETE' },
    'DELETED',
    'DELETE',
  ],
  ['deleted inactive', inState('INACTIVE'), { type: 'DELETED', action: 'DELETE' }, 'DELETED', 'DELETE'],
  [
    'deleted active',
    inState('RESUMED'),
    { type: 'DELETED', action: 'DELETE_FROM_APP' },
    'DELETED',
    'DELETE_FROM_APP',
  ],
  [
    'deleted suspended',
    suspended(['TSP'], 'RESUMED'),
    { type: 'DELETED', action: 'DELETE' },
    'DELETED',
    'DELETE',
  ],
  ['token expired', inState('RESUMED'), { type: 'EXPIRED' }, 'DELETED', 'DELETE'],
  ['restored', removedInApp(95), { type: 'RESTORED' }, 'RESUMED', 'RESUME'],
  ['erased', removedInApp(100), { type: 'ERASED' }, 'ERASED', 'ERASE'],
  ['card updated, active', inState('RESUMED'), { type: 'CARD_UPDATED' }, 'RESUMED', 'UPDATE'],
  ['card updated, suspended', suspended(['TSP'], 'RESUMED'), { type: 'CARD_UPDATED' }, 'SUSPENDED', 'UPDATE'],
  ['card updated, pending', inState('INACTIVE'), { type: 'CARD_UPDATED' }, 'INACTIVE', null],
  [
    'card updated, deploying',
    inState('DEPLOYMENT_ONGOING'),
    { type: 'CARD_UPDATED' },
    'DEPLOYMENT_ONGOING',
    null,
  ],
  ['renewed', inState('RESUMED'), { type: 'RENEWED' }, 'RESUMED', 'RENEW'],
  ['not renewed', inState('RESUMED'), { type: 'RENEWED', errorCode: 321 }, 'RESUMED', 'RENEW 321'],
];

const refusals: [string, TokenLifeCycle, TokenEvent][] = [
  ['wallet lifts the issuer', suspended(['ISSUER'], 'RESUMED'), { type: 'RESUMED', by: 'TOKEN_REQUESTOR' }],
  ['cardholder lifts the issuer', suspended(['ISSUER'], 'RESUMED'), { type: 'RESUMED', by: 'CARDHOLDER' }],
  ['resume of an active token', inState('RESUMED'), { type: 'RESUMED', by: 'TOKEN_REQUESTOR' }],
  [
    'wallet suspends while deploying',
    inState('DEPLOYMENT_ONGOING'),
    { type: 'SUSPENDED', by: 'TOKEN_REQUESTOR' },
  ],
  ['activation of an active token', inState('RESUMED'), { type: 'ACTIVATED' }],
  ['activation while deploying', inState('DEPLOYMENT_ONGOING'), { type: 'ACTIVATED' }],
  ['restored too late', removedInApp(96), { type: 'RESTORED' }],
  ['restored though deleted for good', removedInApp(1, { deletion: null }), { type: 'RESTORED' }],
  ['renewal of a pending token', inState('INACTIVE'), { type: 'RENEWED' }],
  ['suspension of a deleted token', inState('DELETED'), { type: 'SUSPENDED', by: 'ISSUER' }],
  ['deletion of an erased token', inState('ERASED'), { type: 'DELETED', action: 'DELETE' }],
];

describe('token state table', () => {
  for (const [name, token, event, to, notice] of rows) {
    test(name, () => {
      const result = transition(token, event, now);
      assert.ok(result.accepted);
      assert.equal(result.token.state, to);
      const told = result.notice && [result.notice.action, result.notice.errorCode].filter(Boolean).join(' ');
      assert.equal(told, notice);
    });
  }

  test('every row of the table is met by a case above', () => {
    const met = new Set(
      rows.map(([, token, event]) =>
        tokenStateTable.findIndex(
          row =>
            row.event === event.type &&
            row.from.includes(token.state) &&
            row.guard(token, event as never, now),
        ),
      ),
    );
    const missed = tokenStateTable.filter((_, index) => !met.has(index));
    assert.deepEqual(
      missed.map(row => `${row.event} from ${row.from.join()} ${row.when}`),
      [],
    );
  });

  for (const [name, token, event] of refusals) {
    test(`refused: ${name}`, () => {
      assert.deepEqual(transition(token, event, now), { accepted: false, code: 432 });
    });
  }

  test('a suspended token goes back to where it came from', () => {
    const held = transition(inState('INACTIVE'), { type: 'SUSPENDED', by: 'TSP' }, now);
    assert.ok(held.accepted);
    assert.deepEqual([held.token.returnState, held.token.suspenders], ['INACTIVE', ['TSP']]);
  });

  test('restoration gives back state and suspenders', () => {
    const before = suspended(['ISSUER', 'CARDHOLDER'], 'RESUMED');
    const gone = transition(before, { type: 'DELETED', action: 'DELETE_FROM_APP' }, now);
    assert.ok(gone.accepted);
    const back = transition(gone.token, { type: 'RESTORED' }, new Date(now.getTime() + days(10)));
    assert.ok(back.accepted);
    assert.deepEqual(back.token, before);
    assert.deepEqual(back.notice, { action: 'SUSPEND' });
  });

  test('retention outlasts the time in which a token can come back', () => {
    assert.ok(retention > days(95));
  });
});

const eventOf = fc.oneof(
  fc.constantFrom<TokenEvent>(
    { type: 'PROVISIONED', towards: 'RESUMED' },
    { type: 'PROVISIONED', towards: 'INACTIVE' },
    { type: 'PROVISIONING_FAILED' },
    { type: 'ACTIVATED' },
    { type: 'DELETED', action: 'DELETE_FROM_APP' },
    { type: 'RESTORED' },
    { type: 'ERASED' },
    { type: 'CARD_UPDATED' },
    { type: 'RENEWED' },
  ),
  fc.record({
    type: fc.constantFrom('SUSPENDED' as const, 'RESUMED' as const),
    by: fc.constantFrom(...suspenders),
  }),
);

test('any history keeps the promises of the state machine', () => {
  fc.assert(
    fc.property(fc.array(eventOf, { maxLength: 40 }), events => {
      let token = createdToken();
      let activations = 0;
      for (const event of events) {
        const issuerHeld = token.suspenders.includes('ISSUER');
        const result = transition(token, event, now);
        if (!result.accepted) continue;
        token = result.token;
        if (result.notice?.action === 'ACTIVATE') activations++;
        const freed = issuerHeld && !token.suspenders.includes('ISSUER') && token.state !== 'ERASED';
        assert.ok(
          !freed || (event.type === 'RESUMED' && event.by === 'ISSUER'),
          'only the issuer lifts its suspension',
        );
        assert.equal(
          token.state === 'SUSPENDED',
          token.returnState !== null,
          'only a suspended token remembers a state',
        );
        assert.ok(token.state !== 'RESUMED' || token.suspenders.length === 0, 'nobody holds an active token');
        assert.ok(
          token.state !== 'SUSPENDED' || token.suspenders.length > 0,
          'somebody holds a suspended token',
        );
      }
      assert.ok(activations <= 1, 'a token is activated once');
      assert.ok(token.state !== 'RESUMED' || token.activated, 'an active token was announced');
    }),
  );
});
