import type { Scenario } from '../scenario.ts';
import { active, apple, check, digitization, notify } from './expectations.ts';

/** Card data that nobody can or may open. */
export const envelopeScenarios: readonly Scenario[] = [
  {
    id: 'S40/garbage',
    title: 'updateCard with something that is no PKCS#7',
    enrol: { ...apple, exp: '1230' },
    after: [{ updateCard: 'garbage' }],
    expect: {
      ...active('green', [check, digitization]),
      code: 112,
      exchanges: [check, digitization, notify, '< updateCard 400'],
    },
  },
  {
    id: 'S40/certificate',
    title: 'updateCard sealed for a certificate that is not the hub’s',
    enrol: { ...apple, exp: '1230' },
    after: [{ updateCard: 'unknown certificate' }],
    expect: {
      ...active('green', [check, digitization]),
      code: 112,
      exchanges: [check, digitization, notify, '< updateCard 400'],
    },
  },
  {
    id: 'S40/pkcs1',
    title: 'updateCard with PKCS#1 v1.5 where only OAEP is allowed',
    enrol: { ...apple, exp: '1230' },
    after: [{ updateCard: 'PKCS#1 v1.5' }],
    expect: {
      ...active('green', [check, digitization]),
      code: 112,
      exchanges: [check, digitization, notify, '< updateCard 400'],
    },
  },
];
