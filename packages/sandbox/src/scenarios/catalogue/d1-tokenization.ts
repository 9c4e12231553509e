import type { Expectation, Scenario } from '../scenario.ts';
import type { ScenarioStep } from '../scenario-step.ts';
import { consumerRegistered, registered } from './d1-expectations.ts';
import { apple } from './expectations.ts';

const visa = { product: 'D1-VISA' } as const;
const register: ScenarioStep = { d1: 'registerCard' };
const withConsumer: readonly ScenarioStep[] = [{ d1: 'registerConsumer' }, register];
const green = { ...apple, exp: '1230' } as const;
const yellow = { ...green, recommendation: 'yellow' } as const;

/** What the issuer is told of a token that is made. */
const digitized = ['DIGITIZE PENDING', 'DIGITIZE SUCCESSFUL'];

const digital = (operation: string) => `digital ${operation} SUCCESSFUL`;

/** A token that is there at the end, and what was decided. */
const token = (state: string, decision: string, d1: Partial<Expectation>): Expectation => ({
  state,
  decision,
  code: null,
  exchanges: [],
  notices: [],
  ...d1,
});

const active = (decision: string, d1: Partial<Expectation>) => token('RESUMED', decision, d1);

const declined = (code: number, d1: Partial<Expectation>): Expectation => ({
  state: null,
  decision: 'red',
  code,
  exchanges: [],
  notices: [],
  ...d1,
});

/** D1 decides on itself, from what it knows of card and consumer. */
const decisions: readonly Scenario[] = [
  {
    id: 'D16',
    title: 'green: a registered card, nothing against it',
    ...visa,
    before: [register],
    enrol: green,
    expect: active('green', {
      d1Notices: [registered, ...digitized, consumerRegistered],
      digitalCards: ['ACTIVE'],
    }),
  },
  {
    id: 'D17/stored',
    title: 'yellow, and the code comes by SMS to a consumer whom D1 knows',
    ...visa,
    before: withConsumer,
    enrol: { ...yellow, idvChoice: 'sms', otp: 'right' },
    expect: active('yellow', {
      exchanges: ['deliverOtp'],
      d1Notices: [registered, ...digitized, consumerRegistered],
      digitalCards: ['ACTIVE'],
    }),
  },
  {
    id: 'D17/fetched',
    title: 'yellow, and D1 asks the issuer who the consumer is',
    product: 'D1-FETCHED',
    before: [register],
    enrol: { ...yellow, idvChoice: 'sms', otp: 'right' },
    expect: active('yellow', {
      exchanges: ['getConsumerInformation', 'deliverOtp'],
      d1Notices: [registered, ...digitized, consumerRegistered],
      digitalCards: ['ACTIVE'],
    }),
  },
  {
    id: 'D17/waiting',
    title: 'yellow, and the code is not typed',
    ...visa,
    before: withConsumer,
    enrol: { ...yellow, idvChoice: 'sms', otp: 'none' },
    expect: token('INACTIVE', 'yellow', {
      exchanges: ['deliverOtp'],
      d1Notices: [registered, 'DIGITIZE PENDING', consumerRegistered],
      digitalCards: ['PENDING_IDV'],
    }),
  },
  {
    id: 'D18/wallet',
    title: 'red: the wallet recommends so',
    ...visa,
    before: [register],
    enrol: { ...green, recommendation: 'red' },
    expect: declined(170, {
      d1Notices: [registered, 'DIGITIZE FAILED PROVISIONING_DECLINED', consumerRegistered],
    }),
  },
  {
    id: 'D18/rule',
    title: 'red: a rule of the product against devices at risk',
    ...visa,
    before: [register],
    enrol: { ...green, deviceScore: 1 },
    expect: declined(170, {
      d1Notices: [registered, 'DIGITIZE FAILED PROVISIONING_DECLINED', consumerRegistered],
    }),
  },
  {
    id: 'D19',
    title: 'a wallet that recommends yellow caps a decision that would be green',
    ...visa,
    before: withConsumer,
    enrol: { ...green, recommendation: 'orange', idvChoice: 'email', otp: 'right' },
    expect: active('yellow', {
      exchanges: ['deliverOtp'],
      d1Notices: [registered, ...digitized, consumerRegistered],
      digitalCards: ['ACTIVE'],
    }),
  },
  {
    id: 'D20/declined',
    title: 'a card that was not registered is declined',
    ...visa,
    enrol: green,
    expect: declined(116, { d1Notices: [], d1Cards: [] }),
  },
  {
    id: 'D20/registered',
    title: 'of another product, it is verified with the issuer and registered with its token',
    product: 'D1-MASTERCARD',
    enrol: green,
    expect: active('green', { exchanges: ['verifyCard'] }),
  },
  {
    id: 'D21/lost',
    title: 'the issuer is asked to verify the card: lost or stolen',
    product: 'D1-MASTERCARD',
    before: [{ d1: 'registerCard', exp: '1241' }],
    enrol: { ...green, exp: '1241' },
    expect: declined(159, {
      exchanges: ['verifyCard'],
      d1Notices: [registered, 'DIGITIZE FAILED CARD_SUSPENDED', consumerRegistered],
    }),
  },
  {
    id: 'D21/code',
    title: 'the issuer is asked to verify the card: its security code is wrong',
    product: 'D1-MASTERCARD',
    before: [register],
    enrol: { ...green, cvv: '999' },
    expect: declined(161, {
      exchanges: ['verifyCard'],
      d1Notices: [registered, 'DIGITIZE FAILED AUTHENTICATION_VALUE_PROBLEM', consumerRegistered],
    }),
  },
  {
    id: 'D22',
    title: 'a suspended card gets no token',
    ...visa,
    before: [register, { d1: 'suspendCard' }],
    enrol: green,
    expect: declined(159, {
      d1Notices: [registered, 'SUSPEND SUCCESSFUL', 'DIGITIZE FAILED CARD_SUSPENDED', consumerRegistered],
      d1Cards: ['a INACTIVE'],
    }),
  },
  {
    id: 'D23',
    title: 'an issuer of the first version is told of tokenizations and renewals only',
    product: 'D1-PLAIN',
    before: [register],
    enrol: green,
    after: [{ d1: 'suspendCard' }, { d1: 'resumeCard' }, { d1: 'renewCard' }],
    expect: active('green', {
      exchanges: ['< renewCard'],
      d1Notices: [...digitized, 'RENEW PENDING', 'RENEW SUCCESSFUL', digital('UPDATE'), consumerRegistered],
      d1Cards: ['a ACTIVE'],
    }),
  },
];

/** What becomes of digital cards when something becomes of their card, and by calls of their own. */
const digitalCards: readonly Scenario[] = [
  {
    id: 'D24',
    title: 'suspending and resuming a card leaves its digital cards',
    ...visa,
    before: [register],
    enrol: green,
    after: [{ d1: 'suspendCard' }, { d1: 'resumeCard' }],
    expect: active('green', {
      d1Notices: [registered, ...digitized, 'SUSPEND SUCCESSFUL', 'RESUME SUCCESSFUL', consumerRegistered],
      d1Cards: ['a ACTIVE'],
      digitalCards: ['ACTIVE'],
    }),
  },
  {
    id: 'D25',
    title: 'a renewed card keeps its digital cards, which follow it at their TSP',
    ...visa,
    before: [register],
    enrol: green,
    after: [{ d1: 'renewCard' }],
    expect: active('green', {
      exchanges: ['< renewCard'],
      d1Answers: ['registerCard 204', 'renewCard 200'],
      d1Notices: [
        registered,
        ...digitized,
        'RENEW PENDING',
        'RENEW SUCCESSFUL',
        digital('UPDATE'),
        consumerRegistered,
      ],
      d1Cards: ['a ACTIVE'],
      digitalCards: ['ACTIVE'],
    }),
  },
  {
    id: 'D26/same',
    title: 'a card is replaced under the same id, its digital cards go with it',
    ...visa,
    before: [register],
    enrol: green,
    after: [{ d1: 'replaceCard', by: 'b', as: 'a' }],
    expect: active('green', {
      exchanges: ['< replaceCard'],
      d1Notices: [
        registered,
        ...digitized,
        'REPLACE PENDING',
        'REPLACE SUCCESSFUL',
        digital('UPDATE'),
        consumerRegistered,
      ],
      d1Cards: ['a ACTIVE'],
      digitalCards: ['ACTIVE'],
    }),
  },
  {
    id: 'D26/new',
    title: 'a card is replaced under a new id, its digital cards go with it',
    ...visa,
    before: [register],
    enrol: green,
    after: [{ d1: 'replaceCard', by: 'b' }],
    expect: active('green', {
      exchanges: ['< replaceCard'],
      d1Notices: [
        registered,
        ...digitized,
        'REPLACE PENDING',
        'REPLACE SUCCESSFUL',
        `b ${digital('UPDATE')}`,
        consumerRegistered,
      ],
      d1Cards: ['a REPLACED', 'b ACTIVE'],
      digitalCards: ['ACTIVE'],
    }),
  },
  {
    id: 'D27',
    title: 'deleting a card deletes its digital cards',
    ...visa,
    before: [register],
    enrol: green,
    after: [{ d1: 'deleteCard', body: { reasonCode: 'CLOSED_CARD' } }],
    expect: token('DELETED', 'green', {
      exchanges: ['< deleteCard'],
      d1Notices: [registered, ...digitized, 'DELETE SUCCESSFUL', digital('DELETE'), consumerRegistered],
      d1Cards: ['a DELETED'],
    }),
  },
  {
    id: 'D28',
    title: 'deleting a consumer deletes cards and digital cards',
    ...visa,
    before: withConsumer,
    enrol: green,
    after: [{ d1: 'deleteConsumer', body: { reasonCode: 'CLOSED_ACCOUNT' } }],
    expect: token('DELETED', 'green', {
      exchanges: ['< deleteConsumer'],
      d1Notices: [
        registered,
        ...digitized,
        'DELETE SUCCESSFUL',
        digital('DELETE'),
        consumerRegistered,
        'consumer DELETE SUCCESSFUL',
      ],
      d1Cards: ['a DELETED'],
    }),
  },
  {
    id: 'D29',
    title: 'a digital card is suspended, resumed and deleted',
    ...visa,
    before: [register],
    enrol: green,
    after: [
      { d1: 'suspendDigitalCard', body: { reasonCode: 'DEVICE_LOST' } },
      { d1: 'suspendDigitalCard' },
      { d1: 'resumeDigitalCard' },
      { d1: 'deleteDigitalCard', body: { reasonCode: 'DEVICE_STOLEN' } },
    ],
    expect: token('DELETED', 'green', {
      exchanges: ['< suspendDigitalCard', '< resumeDigitalCard', '< deleteDigitalCard'],
      d1Answers: [
        'registerCard 204',
        'suspendDigitalCard 200',
        'suspendDigitalCard 403 INVALID_STATE',
        'resumeDigitalCard 200',
        'deleteDigitalCard 200',
      ],
      d1Notices: [
        registered,
        ...digitized,
        digital('SUSPEND'),
        digital('RESUME'),
        digital('DELETE'),
        consumerRegistered,
      ],
      d1Cards: ['a ACTIVE'],
      digitalCards: ['DELETED'],
    }),
  },
];

export const d1TokenizationScenarios: readonly Scenario[] = [...decisions, ...digitalCards];
