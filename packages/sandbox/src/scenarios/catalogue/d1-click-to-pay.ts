import type { Scenario } from '../scenario.ts';
import type { ScenarioStep } from '../scenario-step.ts';
import { consumerRegistered, registered, withoutWallet } from './d1-expectations.ts';

const visa = { product: 'D1-VISA' } as const;
const mastercard = { product: 'D1-MASTERCARD' } as const;

const register: ScenarioStep = { d1: 'registerCard' };
const enrol: ScenarioStep = { d1: 'enrolInClickToPay' };

const enrolment = (status: string) => `CLICK_TO_PAY_ENROLMENT ${status}`;
const digitized = ['DIGITIZE PENDING', 'DIGITIZE SUCCESSFUL'];
const enrolled = [enrolment('PENDING'), ...digitized, enrolment('SUCCESSFUL')];
const answers = ['registerCard 204', 'enrolInClickToPay 200'];

/** Profiles at the networks' directories: what each directory does, and what the issuer is told. */
export const d1ClickToPayScenarios: readonly Scenario[] = [
  {
    id: 'S36/enrolled',
    title: 'Click to Pay at Visa: the directory takes the request (202) and is polled',
    ...visa,
    before: [register, enrol],
    expect: withoutWallet({
      d1Answers: answers,
      d1Notices: [registered, ...enrolled, consumerRegistered],
      digitalCards: ['ACTIVE'],
      profiles: ['VISA a ACTIVE'],
    }),
  },
  {
    id: 'S36/partial',
    title: 'Click to Pay at Visa: the consumer is taken, the card refused',
    ...visa,
    ending: '0002',
    before: [register, enrol],
    expect: withoutWallet({
      d1Answers: answers,
      d1Notices: [registered, enrolment('PENDING'), enrolment('FAILED SCHEME_REFUSED'), consumerRegistered],
      digitalCards: [],
      profiles: ['VISA no card'],
    }),
  },
  {
    id: 'S36/timeout',
    title: 'Click to Pay at Visa: the first call gets no answer, the hub comes again',
    ...visa,
    ending: '0028',
    before: [register, enrol],
    expect: withoutWallet({
      d1Answers: answers,
      d1Notices: [registered, ...enrolled, consumerRegistered],
      digitalCards: ['ACTIVE'],
      profiles: ['VISA a ACTIVE'],
    }),
  },
  {
    id: 'S37/enrolled',
    title: 'Click to Pay at Mastercard: one card, answered at once',
    ...mastercard,
    before: [register, enrol],
    expect: withoutWallet({
      d1Answers: answers,
      d1Notices: [registered, ...enrolled, consumerRegistered],
      digitalCards: ['ACTIVE'],
      profiles: ['MASTERCARD a ACTIVE'],
    }),
  },
  {
    id: 'S37/refused',
    title: 'Click to Pay at Mastercard: the directory refuses the consumer',
    ...mastercard,
    ending: '0010',
    before: [register, enrol],
    expect: withoutWallet({
      d1Answers: answers,
      d1Notices: [registered, enrolment('PENDING'), enrolment('FAILED SCHEME_REFUSED'), consumerRegistered],
      digitalCards: [],
      profiles: [],
    }),
  },
  {
    id: 'S37/declined',
    title:
      'Click to Pay at Mastercard: the card is suspended before the directory asks for its token, which is declined',
    ...mastercard,
    before: [
      register,
      { directory: 'mastercard', acts: { operation: 'enrollCard', fault: { delay: 500 }, times: 1 } },
      { d1: 'enrolInClickToPay', pending: 'stays' },
      { directory: 'mastercard', acts: 'has been called' },
      { d1: 'suspendCard' },
    ],
    expect: withoutWallet({
      d1Answers: [...answers, 'suspendCard 204'],
      d1Notices: [
        registered,
        enrolment('PENDING'),
        'SUSPEND SUCCESSFUL',
        'DIGITIZE FAILED CARD_SUSPENDED',
        enrolment('FAILED SCHEME_REFUSED'),
        consumerRegistered,
      ],
      digitalCards: [],
      profiles: ['MASTERCARD no card'],
    }),
  },
  {
    id: 'S38',
    title: 'another card and two changes at once: the directory is asked for one after the other',
    ...visa,
    before: [
      { d1: 'registerConsumerWithCards' },
      enrol,
      {
        d1Together: [
          { d1: 'enrolInClickToPay', card: 'b' },
          { d1: 'updateProfile' },
          { d1: 'updateProfileCard' },
        ],
      },
    ],
    expect: withoutWallet({
      d1Answers: [
        'registerConsumerWithCards 204',
        'enrolInClickToPay 200',
        'enrolInClickToPay 200',
        'updateProfile 200',
        'updateProfileCard 200',
      ],
      digitalCards: ['ACTIVE', 'ACTIVE'],
      profiles: ['VISA a ACTIVE', 'VISA b ACTIVE'],
    }),
  },
  {
    id: 'D30/ok',
    title: 'a product with automatic enrolment: the card is in Click to Pay as soon as it is registered',
    product: 'D1-AUTO',
    before: [{ d1: 'registerConsumer' }, register],
    expect: withoutWallet({
      d1Answers: ['registerConsumer 204', 'registerCard 204'],
      d1Notices: [registered, ...enrolled, consumerRegistered],
      digitalCards: ['ACTIVE'],
      profiles: ['VISA a ACTIVE'],
    }),
  },
  {
    id: 'D30/failed',
    title: 'automatic enrolment of a consumer without e-mail address, whom the issuer does not know better',
    product: 'D1-AUTO',
    before: [{ d1: 'registerCard', consumer: 'nomail' }],
    expect: withoutWallet({
      d1Answers: ['registerCard 204'],
      d1Notices: [
        registered,
        enrolment('PENDING'),
        enrolment('FAILED FIELD_INVALID_FORMAT'),
        consumerRegistered,
      ],
      digitalCards: [],
      profiles: [],
    }),
  },
  {
    id: 'D31/card',
    title: 'a card is taken out of Click to Pay, its token with it',
    ...visa,
    before: [register, enrol, { d1: 'optOutCard' }, { d1: 'optOutCard' }],
    expect: withoutWallet({
      d1Answers: [...answers, 'optOutCard 200', 'optOutCard 404 CLICK_TO_PAY_PROFILE_NOT_FOUND'],
      digitalCards: ['DELETED'],
      profiles: ['VISA no card'],
    }),
  },
  {
    id: 'D31/consumer',
    title: 'a consumer is taken out of Click to Pay, with all cards and tokens',
    ...visa,
    before: [register, enrol, { d1: 'optOutConsumer' }],
    expect: withoutWallet({
      d1Answers: [...answers, 'optOutConsumer 200'],
      digitalCards: ['DELETED'],
      profiles: [],
    }),
  },
  {
    id: 'D32',
    title: 'deleting a card takes it out of Click to Pay by itself',
    ...mastercard,
    before: [register, enrol, { d1: 'deleteCard' }],
    expect: withoutWallet({
      d1Answers: [...answers, 'deleteCard 204'],
      d1Cards: ['a DELETED'],
      profiles: ['MASTERCARD no card'],
    }),
  },
  {
    id: 'D33',
    title: 'a consumer who is updated is updated in the directories',
    ...visa,
    before: [{ d1: 'registerConsumer' }, register, enrol, { d1: 'updateConsumer' }],
    expect: withoutWallet({
      d1Answers: ['registerConsumer 204', ...answers, 'updateConsumer 204'],
      d1Notices: [
        registered,
        ...enrolled,
        consumerRegistered,
        'consumer UPDATE SUCCESSFUL',
        'consumer CLICK_TO_PAY_UPDATE PENDING',
        'consumer CLICK_TO_PAY_UPDATE SUCCESSFUL',
      ],
      profiles: ['VISA a ACTIVE'],
    }),
  },
  {
    id: 'D34',
    title: 'the directory keeps a card pending, and goes on once it is released',
    ...visa,
    ending: '0044',
    before: [
      register,
      { d1: 'enrolInClickToPay', pending: 'stays' },
      { directory: 'visa', acts: 'releases' },
      { advance: '1m' },
    ],
    expect: withoutWallet({
      d1Answers: answers,
      d1Notices: [registered, ...enrolled, consumerRegistered],
      digitalCards: ['ACTIVE'],
      profiles: ['VISA a ACTIVE'],
    }),
  },
];
