import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ActionScope, type IssuerAction, planIssuerAction } from './issuer-token-action.ts';
import type { Suspender } from './suspenders.ts';
import type { TokenState } from './token.ts';

/** State, who holds it, action, scope, and what is to be done: the rules of updateCardState. */
const table: [TokenState, Suspender[], IssuerAction, ActionScope, string][] = [
  ['RESUMED', [], 'SUSPEND', 'TOKEN', 'SUSPENDED'],
  ['INACTIVE', [], 'SUSPEND', 'TOKEN', 'SUSPENDED'],
  ['DEPLOYMENT_ONGOING', [], 'SUSPEND', 'TOKEN', 'SUSPENDED'],
  ['SUSPENDED', ['CARDHOLDER'], 'SUSPEND', 'TOKEN', 'SUSPENDED'],
  ['SUSPENDED', ['ISSUER'], 'SUSPEND', 'TOKEN', 'CONFIRM SUSPEND'],
  ['SUSPENDED', ['ISSUER'], 'SUSPEND', 'CARD', 'SKIP'],
  ['SUSPENDED', ['TSP'], 'SUSPEND', 'CARD', 'SUSPENDED'],
  ['RESUMED', [], 'RESUME', 'TOKEN', 'CONFIRM RESUME'],
  ['RESUMED', [], 'RESUME', 'CARD', 'SKIP'],
  ['INACTIVE', [], 'RESUME', 'TOKEN', 'ACTIVATED'],
  ['INACTIVE', [], 'RESUME', 'CARD', 'SKIP'],
  ['DEPLOYMENT_ONGOING', [], 'RESUME', 'TOKEN', 'REFUSE 432'],
  ['DEPLOYMENT_ONGOING', ['ISSUER'], 'RESUME', 'TOKEN', 'RESUMED'],
  ['DEPLOYMENT_ONGOING', [], 'RESUME', 'CARD', 'SKIP'],
  ['SUSPENDED', ['ISSUER'], 'RESUME', 'TOKEN', 'RESUMED'],
  ['SUSPENDED', ['ISSUER'], 'RESUME', 'CARD', 'RESUMED'],
  ['SUSPENDED', ['CARDHOLDER'], 'RESUME', 'TOKEN', 'RESUMED'],
  ['SUSPENDED', ['TOKEN_REQUESTOR'], 'RESUME', 'TOKEN', 'REFUSE 432'],
  ['SUSPENDED', ['TOKEN_REQUESTOR'], 'RESUME', 'CARD', 'SKIP'],
  ['RESUMED', [], 'DELETE', 'TOKEN', 'DELETED'],
  ['DEPLOYMENT_ONGOING', [], 'DELETE', 'CARD', 'DELETED'],
  ['DELETED', [], 'DELETE', 'TOKEN', 'REFUSE 160'],
  ['DELETED', [], 'RESUME', 'TOKEN', 'REFUSE 160'],
  ['DELETED', [], 'SUSPEND', 'CARD', 'SKIP'],
  ['ERASED', [], 'DELETE', 'CARD', 'SKIP'],
];

for (const [state, suspenders, action, scope, expected] of table) {
  test(`${action} ${scope}: ${state} held by [${suspenders.join()}] -> ${expected}`, () => {
    const plan = planIssuerAction({ state, suspenders }, action, scope);
    const told = {
      CHANGE: () => plan.kind === 'CHANGE' && plan.event.type,
      CONFIRM: () => plan.kind === 'CONFIRM' && `CONFIRM ${plan.notice.action}`,
      REFUSE: () => plan.kind === 'REFUSE' && `REFUSE ${plan.code}`,
      SKIP: () => 'SKIP',
    };
    assert.equal(told[plan.kind](), expected);
  });
}
