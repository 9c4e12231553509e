import type { Scenario } from '../scenario.ts';
import { consumerRegistered, registered, withoutWallet } from './d1-expectations.ts';

const visa = { product: 'D1-VISA' } as const;

/** Consumers and cards become known to D1, and their ids and numbers are used again. */
export const d1RegistrationScenarios: readonly Scenario[] = [
  {
    id: 'D01',
    title: 'a consumer is registered, then a card of theirs',
    ...visa,
    before: [{ d1: 'registerConsumer' }, { d1: 'registerCard' }],
    expect: withoutWallet({
      d1Answers: ['registerConsumer 204', 'registerCard 204'],
      d1Notices: [registered, consumerRegistered],
      d1Cards: ['a ACTIVE'],
    }),
  },
  {
    id: 'D02',
    title: 'a card of a consumer nobody has registered registers the consumer too',
    ...visa,
    before: [{ d1: 'registerCard' }],
    expect: withoutWallet({
      d1Answers: ['registerCard 204'],
      d1Notices: [registered, consumerRegistered],
      d1Cards: ['a ACTIVE'],
    }),
  },
  {
    id: 'D03',
    title: 'the same card registered again changes nothing',
    ...visa,
    before: [{ d1: 'registerCard' }, { d1: 'registerCard' }],
    expect: withoutWallet({
      d1Answers: ['registerCard 204', 'registerCard 204'],
      d1Notices: [registered, consumerRegistered],
      d1Cards: ['a ACTIVE'],
    }),
  },
  {
    id: 'D04',
    title: 'the first version registers a consumer with two cards at once',
    ...visa,
    before: [{ d1: 'registerConsumerWithCards' }],
    expect: withoutWallet({
      d1Answers: ['registerConsumerWithCards 204'],
      d1Notices: [registered, `b ${registered}`, consumerRegistered],
      d1Cards: ['a ACTIVE', 'b ACTIVE'],
    }),
  },
  {
    id: 'D05/taken',
    title: 'neither the id nor the number of a card in use is good for another one',
    ...visa,
    before: [
      { d1: 'registerCard' },
      { d1: 'registerCard', card: 'b', as: 'a' },
      { d1: 'registerCard', as: 'b' },
    ],
    expect: withoutWallet({
      d1Answers: [
        'registerCard 204',
        'registerCard 403 CARD_ID_ALREADY_USED',
        'registerCard 403 CARD_PAN_NOT_ALLOWED',
      ],
      d1Notices: [registered, consumerRegistered],
      d1Cards: ['a ACTIVE'],
    }),
  },
  {
    id: 'D05/reused',
    title: 'the id of a deleted card is good for another number, its number for nothing',
    ...visa,
    before: [
      { d1: 'registerCard' },
      { d1: 'deleteCard' },
      { d1: 'registerCard', card: 'b', as: 'a' },
      { d1: 'registerCard', as: 'c' },
    ],
    expect: withoutWallet({
      d1Answers: [
        'registerCard 204',
        'deleteCard 204',
        'registerCard 204',
        'registerCard 403 CARD_PAN_NOT_ALLOWED',
      ],
      d1Notices: [registered, 'DELETE SUCCESSFUL', registered, consumerRegistered],
      d1Cards: ['a ACTIVE'],
    }),
  },
  {
    id: 'D06',
    title: 'the hub makes a card for a consumer it knows',
    product: 'D1-CREATED',
    before: [{ d1: 'createCard' }, { d1: 'registerConsumer' }, { d1: 'createCard' }],
    expect: withoutWallet({
      d1Answers: ['createCard 404 CONSUMER_NOT_FOUND', 'registerConsumer 204', 'createCard 201'],
      d1Notices: ['CREATE SUCCESSFUL', consumerRegistered],
      d1Cards: ['a ACTIVE'],
    }),
  },
  {
    id: 'D07',
    title: 'no card is registered for a product whose cards D1 authorises',
    product: 'D1-CREATED',
    before: [{ d1: 'registerCard' }],
    expect: withoutWallet({
      d1Answers: ['registerCard 403 CARD_PRODUCT_NOT_ALLOWED'],
      d1Notices: [],
      d1Cards: [],
    }),
  },
  {
    id: 'D08',
    title: "the issuer's OAuth2 server is down for a while: the notice comes once it is back",
    ...visa,
    before: [
      { advance: '16m' },
      { fault: { operation: 'D1-Public-OUT-v1-Auth2/getToken', fault: { status: 503 }, times: 1 } },
      { d1: 'registerCard' },
    ],
    after: [{ advance: '10s' }],
    expect: withoutWallet({
      d1Answers: ['registerCard 204'],
      d1Notices: [registered, consumerRegistered],
      d1Cards: ['a ACTIVE'],
    }),
  },
  {
    id: 'D09',
    title: 'the issuer no longer takes the access token: another is fetched, and the notice comes once',
    ...visa,
    before: [
      {
        fault: {
          operation: 'D1-Public-OUT-v2-Card/notifyCardOperations',
          fault: { status: 401 },
          times: 1,
        },
      },
      { d1: 'registerCard' },
    ],
    expect: withoutWallet({
      d1Answers: ['registerCard 204'],
      d1Notices: [registered, consumerRegistered],
      d1Cards: ['a ACTIVE'],
    }),
  },
];
