import type { Scenario } from '../scenario.ts';
import { apple, check, digitization, notify } from './expectations.ts';

/** What happens to a token afterwards. */
export const lifeCycleScenarios: readonly Scenario[] = [
  {
    id: 'S47',
    title: 'suspended while verification is pending, then the right code, then resumed by the issuer',
    enrol: { ...apple, exp: '1231', idvChoice: 'sms', otp: 'none' },
    after: [
      { updateCardState: 'SUSPEND', scope: 'token' },
      { enter: 'right' },
      { updateCardState: 'RESUME', scope: 'token' },
    ],
    expect: {
      state: 'RESUMED',
      decision: 'yellow',
      code: null,
      exchanges: [check, digitization, 'sendOTP', '< updateCardState', notify, '< updateCardState', notify],
      notices: ['SUSPEND ISSUER', 'ACTIVATE ISSUER'],
    },
  },
  {
    id: 'S48',
    title: 'card-wide RESUME leaves an inactive token inactive',
    enrol: { ...apple, exp: '1232', idvChoice: 'app' },
    after: [{ updateCardState: 'RESUME', scope: 'card', callbacks: 0 }],
    expect: {
      state: 'INACTIVE',
      decision: 'yellow',
      code: null,
      exchanges: [check, digitization, '< updateCardState'],
      notices: [],
    },
  },
];
