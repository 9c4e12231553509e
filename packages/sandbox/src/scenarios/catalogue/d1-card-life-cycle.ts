import type { D1CallName } from '../d1-calls.ts';
import type { Scenario } from '../scenario.ts';
import type { ScenarioStep } from '../scenario-step.ts';
import { consumerRegistered, registered, withoutWallet } from './d1-expectations.ts';

const visa = { product: 'D1-VISA' } as const;

const register: ScenarioStep = { d1: 'registerCard' };
const because = (d1: D1CallName, reasonCode: string): ScenarioStep => ({ d1, body: { reasonCode } });
const suspend = (reasonCode: string) => because('suspendCard', reasonCode);
const resume = (reasonCode: string) => because('resumeCard', reasonCode);

const suspended = 'SUSPEND SUCCESSFUL';
const resumed = 'RESUME SUCCESSFUL';
const notFor = 'resumeCard 403 REASON_CODE_NOT_ALLOWED';

/** Cards without digital cards: what moves them, and for what reason. */
export const d1CardLifeCycleScenarios: readonly Scenario[] = [
  {
    id: 'D10',
    title: 'a card registered INACTIVE is activated; it was never suspended, so resuming it is refused',
    ...visa,
    before: [
      { d1: 'registerCard', body: { state: 'INACTIVE' } },
      { d1: 'resumeCard' },
      { d1: 'activateCard' },
      { d1: 'activateCard' },
    ],
    expect: withoutWallet({
      d1Answers: [
        'registerCard 204',
        'resumeCard 403 INVALID_STATE',
        'activateCard 204',
        'activateCard 403 INVALID_STATE',
      ],
      d1Notices: [registered, 'ACTIVATE SUCCESSFUL', consumerRegistered],
      d1Cards: ['a ACTIVE'],
    }),
  },
  {
    id: 'D11/user',
    title: 'suspended as the cardholder wished, resumed as the cardholder wished',
    ...visa,
    before: [register, suspend('USER_DECISION'), resume('CARD_FOUND'), resume('USER_DECISION')],
    expect: withoutWallet({
      d1Answers: ['registerCard 204', 'suspendCard 204', notFor, 'resumeCard 204'],
      d1Notices: [registered, suspended, resumed, consumerRegistered],
      d1Cards: ['a ACTIVE'],
    }),
  },
  {
    id: 'D11/issuer',
    title: 'suspended as the issuer decided, which the cardholder does not lift',
    ...visa,
    before: [register, suspend('ISSUER_DECISION'), resume('USER_DECISION'), resume('ISSUER_DECISION')],
    expect: withoutWallet({
      d1Answers: ['registerCard 204', 'suspendCard 204', notFor, 'resumeCard 204'],
      d1Notices: [registered, suspended, resumed, consumerRegistered],
      d1Cards: ['a ACTIVE'],
    }),
  },
  {
    id: 'D11/stricter',
    title: 'suspended twice: the stricter reason is the one to lift',
    ...visa,
    before: [register, suspend('USER_DECISION'), suspend('CARD_LOST'), resume('USER_DECISION')],
    expect: withoutWallet({
      d1Answers: ['registerCard 204', 'suspendCard 204', 'suspendCard 204', notFor],
      d1Notices: [registered, suspended, suspended, consumerRegistered],
      d1Cards: ['a INACTIVE'],
    }),
  },
  {
    id: 'D11/v1',
    title: 'suspended and resumed by the first version of the API',
    ...visa,
    before: [register, { d1: 'suspendCardV1' }, { d1: 'resumeCardV1' }],
    expect: withoutWallet({
      d1Answers: ['registerCard 204', 'suspendCardV1 204', 'resumeCardV1 204'],
      d1Notices: [registered, suspended, resumed, consumerRegistered],
      d1Cards: ['a ACTIVE'],
    }),
  },
  {
    id: 'D12',
    title: 'lost, and found',
    ...visa,
    before: [register, suspend('CARD_LOST'), resume('CARD_FOUND')],
    expect: withoutWallet({
      d1Answers: ['registerCard 204', 'suspendCard 204', 'resumeCard 204'],
      d1Notices: [registered, suspended, resumed, consumerRegistered],
      d1Cards: ['a ACTIVE'],
    }),
  },
  {
    id: 'D13',
    title: 'stolen: nothing resumes the card, another takes its place',
    ...visa,
    before: [
      register,
      suspend('CARD_STOLEN'),
      resume('ISSUER_DECISION'),
      resume('CARD_FOUND'),
      { d1: 'replaceCard', by: 'b', body: { reasonCode: 'CARD_STOLEN' } },
    ],
    expect: withoutWallet({
      d1Answers: ['registerCard 204', 'suspendCard 204', notFor, notFor, 'replaceCard 200'],
      d1Notices: [registered, suspended, 'REPLACE SUCCESSFUL', consumerRegistered],
      d1Cards: ['a REPLACED', 'b ACTIVE'],
    }),
  },
  {
    id: 'D14',
    title: 'renewed: the number has to be the same, for another one is a replacement',
    ...visa,
    before: [register, { d1: 'renewCard', card: 'b', as: 'a' }, { d1: 'renewCard' }],
    expect: withoutWallet({
      d1Answers: ['registerCard 204', 'renewCard 403 CARD_PAN_NOT_ALLOWED', 'renewCard 200'],
      d1Notices: [registered, 'RENEW SUCCESSFUL', consumerRegistered],
      d1Cards: ['a ACTIVE'],
    }),
  },
  {
    id: 'D15',
    title: 'a consumer is deleted with both cards, and is no more',
    ...visa,
    before: [
      { d1: 'registerConsumerWithCards' },
      { d1: 'deleteConsumer' },
      { d1: 'deleteConsumer' },
      { d1: 'suspendCard' },
    ],
    expect: withoutWallet({
      d1Answers: [
        'registerConsumerWithCards 204',
        'deleteConsumer 204',
        'deleteConsumer 403 INVALID_STATE',
        'suspendCard 403 INVALID_STATE',
      ],
      d1Notices: [
        registered,
        'DELETE SUCCESSFUL',
        `b ${registered}`,
        'b DELETE SUCCESSFUL',
        consumerRegistered,
        'consumer DELETE SUCCESSFUL',
      ],
      d1Cards: ['a DELETED', 'b DELETED'],
    }),
  },
];
