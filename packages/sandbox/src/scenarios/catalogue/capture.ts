import type { Scenario } from '../scenario.ts';
import { active, apple, check, declined, digitization } from './expectations.ts';

/** How a card comes to a wallet, and when it may not. */
export const captureScenarios: readonly Scenario[] = [
  {
    id: 'S01',
    title: 'green, typed card, secure element of a phone',
    enrol: { ...apple, exp: '1230', captureMethod: 'MANUAL' },
    expect: active('green', [check, digitization]),
  },
  {
    id: 'S17',
    title: 'terms declined',
    enrol: { ...apple, exp: '1230', terms: 'decline' },
    expect: { state: null, decision: null, code: null, exchanges: [check], notices: [] },
  },
  {
    id: 'S18',
    title: 'second device, no card data, same walletCardRefId',
    enrol: { ...apple, exp: '1230' },
    after: [{ enrol: {}, knownCard: 'yes' }],
    expect: active('green', [check, digitization]),
  },
  {
    id: 'S19/167',
    title: 'already provisioned on this device',
    enrol: { ...apple, exp: '1230', device: { tokenStorageId: 'SE-ALREADY-PROVISIONED' } },
    after: [{ enrol: { device: { tokenStorageId: 'SE-ALREADY-PROVISIONED' } } }],
    expect: declined(167, []),
  },
  {
    id: 'S19/164',
    title: 'card has all the tokens its product allows',
    product: 'DEMO-LIMITED',
    enrol: { ...apple, exp: '1230' },
    after: [{ enrol: {} }, { enrol: {} }],
    expect: declined(164, []),
  },
  {
    id: 'S34',
    title: 'card-on-file token, alias by TRID',
    enrol: { wallet: 'NETFLIX', exp: '1230' },
    expect: { ...active('green', [check, digitization]), walletProviderId: 'NETFLIX' },
  },
  {
    id: 'S34/token',
    title: 'token for token: a merchant by the token of a phone',
    enrol: { ...apple, exp: '1230' },
    after: [{ enrol: { wallet: 'NETFLIX' }, originalToken: 'yes' }],
    expect: {
      ...active('green', [check, digitization]),
      walletProviderId: 'NETFLIX',
      captureMethod: 'TOKEN',
    },
  },
  {
    id: 'S45',
    title: 'e-commerce, issuer yellow, the TSP activates',
    enrol: { wallet: 'ECOM', exp: '1231' },
    expect: { ...active('yellow', [check, digitization]), walletProviderId: 'ECOM' },
  },
];
