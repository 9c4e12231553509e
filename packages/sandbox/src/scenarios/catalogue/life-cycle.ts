import type { EnrolmentScript } from '../../wallet-simulator/enrolment-script.ts';
import type { Expectation, Scenario } from '../scenario.ts';
import { apple, check, digitization, notify } from './expectations.ts';

const green = { ...apple, exp: '1230' } satisfies EnrolmentScript;
const callOf = '< updateCardState';

/** A green token and what became of it: its activation is told first. */
const enrolled = (
  state: string,
  {
    exchanges,
    notices,
    code = null,
  }: { exchanges: readonly string[]; notices: readonly string[]; code?: number | null },
): Expectation => ({
  state,
  decision: 'green',
  code,
  exchanges: [check, digitization, notify, ...exchanges],
  notices: ['ACTIVATE TSP', ...notices],
});

/** What happens to a token afterwards. */
export const lifeCycleScenarios: readonly Scenario[] = [
  {
    id: 'S20',
    title: 'device lost, found',
    enrol: green,
    after: [{ wallet: 'DEVICE_LOST' }, { wallet: 'DEVICE_FOUND' }],
    expect: enrolled('RESUMED', {
      exchanges: [notify, notify],
      notices: ['SUSPEND WALLET', 'RESUME WALLET'],
    }),
  },
  {
    id: 'S21',
    title: 'the issuer suspends, the wallet tries to resume',
    enrol: green,
    after: [{ updateCardState: 'SUSPEND', scope: 'token' }, { wallet: 'RESUMED_BY_CARDHOLDER' }],
    expect: enrolled('SUSPENDED', { exchanges: [callOf, notify], notices: ['SUSPEND ISSUER'], code: 432 }),
  },
  {
    id: 'S22/wallet',
    title: 'both suspend, the wallet resumes',
    enrol: green,
    after: [
      { updateCardState: 'SUSPEND', scope: 'token' },
      { wallet: 'DEVICE_LOST' },
      { wallet: 'DEVICE_FOUND' },
    ],
    expect: enrolled('SUSPENDED', { exchanges: [callOf, notify], notices: ['SUSPEND ISSUER'] }),
  },
  {
    id: 'S22/issuer',
    title: 'both suspend, the issuer resumes',
    enrol: green,
    after: [
      { wallet: 'DEVICE_LOST' },
      { updateCardState: 'SUSPEND', scope: 'token' },
      { updateCardState: 'RESUME', scope: 'token' },
    ],
    expect: enrolled('SUSPENDED', {
      exchanges: [notify, callOf, notify, callOf, notify],
      notices: ['SUSPEND WALLET', 'SUSPEND ISSUER', 'RESUME ISSUER 432'],
    }),
  },
  {
    id: 'S23',
    title: 'the issuer lifts what the cardholder suspended',
    enrol: green,
    after: [{ wallet: 'SUSPENDED_BY_CARDHOLDER' }, { updateCardState: 'RESUME', scope: 'token' }],
    expect: enrolled('RESUMED', {
      exchanges: [notify, callOf, notify],
      notices: ['SUSPEND WALLET', 'RESUME ISSUER'],
    }),
  },
  {
    id: 'S24',
    title: 'all tokens of a card are suspended, one is resumed',
    enrol: green,
    after: [
      { enrol: {} },
      { updateCardState: 'SUSPEND', scope: 'card', callbacks: 2 },
      { updateCardState: 'RESUME', scope: 'token' },
    ],
    expect: {
      ...enrolled('RESUMED', {
        exchanges: [callOf, notify, notify, callOf, notify],
        notices: ['SUSPEND ISSUER', 'SUSPEND ISSUER', 'RESUME ISSUER'],
      }),
      cardStates: ['SUSPENDED', 'RESUMED'],
    },
  },
  {
    id: 'S25/wallet',
    title: 'deleted in the wallet',
    enrol: green,
    after: [{ wallet: 'DELETED_IN_WALLET' }],
    expect: enrolled('DELETED', { exchanges: [notify], notices: ['DELETE WALLET'] }),
  },
  {
    id: 'S25/issuer',
    title: 'deleted by the issuer',
    enrol: green,
    after: [{ updateCardState: 'DELETE', scope: 'token' }],
    expect: enrolled('DELETED', { exchanges: [callOf, notify], notices: ['DELETE ISSUER'] }),
  },
  {
    id: 'S25/device',
    title: 'the device is wiped',
    enrol: green,
    after: [{ wallet: 'DEVICE_WIPED' }],
    expect: enrolled('DELETED', { exchanges: [notify], notices: ['DELETE WALLET'] }),
  },
  {
    id: 'S26/number',
    title: 'the card gets a new number',
    enrol: green,
    after: [{ replaceCard: 'new number' }],
    expect: enrolled('RESUMED', { exchanges: ['< updateCard', notify], notices: ['UPDATE ISSUER'] }),
  },
  {
    id: 'S26/expiry',
    title: 'the card is renewed, and suspended meanwhile',
    enrol: green,
    after: [{ wallet: 'DEVICE_LOST' }, { replaceCard: 'new expiry date' }],
    expect: enrolled('SUSPENDED', {
      exchanges: [notify, '< updateCard', notify],
      notices: ['SUSPEND WALLET', 'UPDATE ISSUER'],
    }),
  },
  {
    id: 'S26/reference',
    title: 'the card gets a new reference, and is known by it',
    enrol: green,
    after: [{ replaceCard: 'new reference' }],
    expect: enrolled('RESUMED', { exchanges: ['< updateCard', notify], notices: ['UPDATE ISSUER'] }),
  },
  {
    id: 'S26/range',
    title: 'the new number is not of the product',
    enrol: green,
    after: [{ replaceCard: 'number of another product', callbacks: 0 }],
    expect: enrolled('RESUMED', { exchanges: ['< updateCard 400'], notices: [], code: 166 }),
  },
  {
    id: 'S27',
    title: 'the TSP renews the token, and says so twice',
    enrol: green,
    after: [
      { tsp: 'RENEW', eventId: 'renewal-1', secondsAgo: 5, tokenExpiryDate: '1249' },
      { tsp: 'RENEW', eventId: 'renewal-1', secondsAgo: 5, tokenExpiryDate: '1249' },
    ],
    expect: enrolled('RESUMED', { exchanges: [notify], notices: ['RENEW TSP'] }),
  },
  {
    id: 'S28/wallet',
    title: 'lost and found, told in the wrong order',
    enrol: green,
    after: [
      { wallet: 'DEVICE_FOUND', eventId: 'found-1', secondsAgo: 10 },
      { wallet: 'DEVICE_LOST', eventId: 'lost-1', secondsAgo: 20 },
    ],
    expect: enrolled('RESUMED', { exchanges: [], notices: [], code: 432 }),
  },
  {
    id: 'S28/tsp',
    title: 'the TSP suspends and resumes; an old and a repeated report come after it',
    enrol: green,
    after: [
      { tsp: 'SUSPEND', eventId: 'event-1', secondsAgo: 30 },
      { tsp: 'RESUME', eventId: 'event-3', secondsAgo: 10 },
      { tsp: 'SUSPEND', eventId: 'event-2', secondsAgo: 20 },
      { tsp: 'SUSPEND', eventId: 'event-1' },
    ],
    expect: enrolled('RESUMED', { exchanges: [notify, notify], notices: ['SUSPEND TSP', 'RESUME TSP'] }),
  },
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
