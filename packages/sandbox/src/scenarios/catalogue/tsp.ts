import type { Scenario } from '../scenario.ts';
import { active, apple, check, declined, digitization, notify } from './expectations.ts';

const green = [check, digitization];
const busyWithStates = { remoteTsp: { operation: 'updateTokenState', fault: '503' } } as const;
const wellAgain = { remoteTsp: 'as it should' } as const;

/** Tokens that a TSP of another house makes, and what becomes of them when it does not do as it should. */
export const tspScenarios: readonly Scenario[] = [
  {
    id: 'S29/again',
    title: 'the TSP is busy at first (503), then makes the token',
    product: 'DEMO-REMOTE',
    before: [{ remoteTsp: { operation: 'createToken', fault: '503', times: 1 } }],
    enrol: { ...apple, exp: '1230' },
    after: [wellAgain],
    expect: active('green', green),
  },
  {
    id: 'S29/down',
    title: 'the TSP is down',
    product: 'DEMO-REMOTE',
    before: [{ remoteTsp: { operation: '*', fault: 'reset' } }],
    enrol: { ...apple, exp: '1230' },
    after: [wellAgain],
    expect: declined(921, green, 'green'),
  },
  {
    id: 'S29/wallet',
    title: 'a device is lost while the TSP is busy; the TSP hears of it later',
    product: 'DEMO-REMOTE',
    enrol: { ...apple, exp: '1230' },
    after: [busyWithStates, { wallet: 'DEVICE_LOST' }, wellAgain, { advance: '1m' }],
    expect: {
      ...active('green', green),
      state: 'SUSPENDED',
      exchanges: [...green, notify, notify],
      notices: ['ACTIVATE TSP', 'SUSPEND WALLET'],
    },
  },
  {
    id: 'S29/wallet-late',
    title: 'a device is lost, and the TSP is busy for a day',
    product: 'DEMO-REMOTE',
    enrol: { ...apple, exp: '1230' },
    after: [busyWithStates, { wallet: 'DEVICE_LOST' }, { advance: '24h' }, wellAgain],
    expect: {
      ...active('green', green),
      exchanges: [...green, notify, notify],
      notices: ['ACTIVATE TSP', 'SUSPEND WALLET 322'],
    },
  },
  {
    id: 'S30',
    title: 'the TSP never sends what personalises the token',
    product: 'DEMO-REMOTE',
    before: [{ remoteTsp: { data: 'withheld' } }],
    enrol: { ...apple, exp: '1230', provisioning: 'none' },
    after: [wellAgain, { advance: '61s' }],
    expect: {
      state: 'DELETED',
      decision: 'green',
      code: 322,
      exchanges: [...green, notify],
      notices: ['DELETE TSP'],
    },
  },
  {
    id: 'S31',
    title: 're-personalisation campaign: the data the token has, and the TSP counts from 0',
    product: 'DEMO-REMOTE',
    before: [{ remoteTsp: { data: 'parts' } }],
    enrol: { ...apple, exp: '1230' },
    after: [wellAgain, { remoteToken: 'pays' }, { remoteToken: 'is personalised again' }],
    expect: {
      ...active('green', green),
      remote: { atc: 0, keySets: 0, sent: ['REPERSONALISATION CLOSED'] },
    },
  },
  {
    id: 'S32',
    title: 'HCE: new payment keys for the phone',
    product: 'DEMO-REMOTE',
    enrol: { wallet: 'ANDROID_PAY', exp: '1230' },
    after: [{ remoteToken: 'pays' }, { remoteToken: 'gets new keys' }],
    expect: {
      ...active('green', green),
      remote: { atc: 1, keySets: 1, sent: ['REPLENISHMENT CLOSED'] },
    },
  },
];
