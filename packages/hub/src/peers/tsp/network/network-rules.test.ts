import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TspTokenState } from '../../../core/tsp-token-state.ts';
import type { NetworkAction } from './network-profile.ts';
import { networkProfiles } from './network-profiles.ts';
import { actionsTowards, judgeAction } from './network-rules.ts';

const states = ['INACTIVE', 'ACTIVE', 'SUSPENDED', 'DELETED', 'DELETED_FROM_APP'] as const;
const actions = ['activate', 'suspend', 'resume', 'delete', 'removeFromApp', 'restore'] as const;

/** A token that was active once, unless it is not active yet; removed ones were suspended before. */
const inState = (state: TspTokenState) => ({
  state,
  stateBefore: state === 'DELETED_FROM_APP' ? ('SUSPENDED' as const) : null,
  activatedAt: state === 'INACTIVE' ? null : new Date(0),
});

/** What comes of each action in each of `states`, in that order; a word is a refusal. */
const expected: Record<keyof typeof networkProfiles, Record<NetworkAction, readonly string[]>> = {
  MDES_SIMULATOR: {
    activate: ['ACTIVE', 'no', 'no', 'no', 'no'],
    suspend: ['no', 'SUSPENDED', 'SUSPENDED', 'no', 'no'],
    resume: ['no', 'no', 'ACTIVE', 'no', 'no'],
    delete: ['DELETED', 'DELETED', 'DELETED', 'no', 'DELETED'],
    removeFromApp: ['DELETED_FROM_APP', 'DELETED_FROM_APP', 'DELETED_FROM_APP', 'no', 'no'],
    restore: ['no', 'no', 'no', 'no', 'SUSPENDED'],
  },
  VTS_SIMULATOR: {
    activate: ['ACTIVE', 'already', 'no', 'no', 'no'],
    suspend: ['SUSPENDED', 'SUSPENDED', 'already', 'no', 'no'],
    resume: ['already', 'already', 'ACTIVE', 'no', 'no'],
    delete: ['DELETED', 'DELETED', 'DELETED', 'already', 'no'],
    removeFromApp: ['no', 'no', 'no', 'no', 'no'],
    restore: ['no', 'no', 'no', 'no', 'no'],
  },
};

for (const profile of Object.values(networkProfiles)) {
  describe(profile.name, () => {
    for (const action of actions) {
      test(`${action} in ${states.join(', ')}`, () => {
        const came = states.map(state => {
          const verdict = judgeAction(profile, inState(state), action);
          if (verdict.kind === 'DONE') return verdict.state;
          return verdict.refusal.code === null ? 'already' : 'no';
        });
        assert.deepEqual(came, expected[profile.name as keyof typeof expected][action]);
      });
    }
  });
}

test('a token that was suspended before it was active is resumed to where it was', () => {
  const pending = { state: 'SUSPENDED', stateBefore: null, activatedAt: null } as const;
  assert.deepEqual(judgeAction(networkProfiles.VTS_SIMULATOR, pending, 'resume'), {
    kind: 'DONE',
    state: 'INACTIVE',
  });
  assert.deepEqual(actionsTowards('ACTIVE', pending), ['resume', 'activate']);
  assert.deepEqual(actionsTowards('ACTIVE', inState('SUSPENDED')), ['resume']);
});
