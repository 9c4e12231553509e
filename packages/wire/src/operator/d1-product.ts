import Type from 'typebox';
import { flag } from '../issuer-gateway/data/element.ts';
import { closedObject } from './closed-object.ts';

const Score = Type.Integer({ minimum: 1, maximum: 5, description: 'A score from 1 (risk) to 5 (trust)' });

const colours = ['green', 'yellow', 'orange', 'red'] as const;

/** When a rule applies: all conditions that it has must hold. */
const DecisionConditions = closedObject({
  recommendation: Type.Optional(
    Type.Array(Type.Enum(colours), {
      minItems: 1,
      uniqueItems: true,
      description: `What the wallet recommends: some of ${colours.join(', ')}`,
    }),
  ),
  deviceScoreAtMost: Type.Optional(Score),
  accountScoreAtMost: Type.Optional(Score),
  captureMethods: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      minItems: 1,
      uniqueItems: true,
      description: 'How the card was captured, as wallets say it',
    }),
  ),
  tokenTypes: Type.Optional(
    Type.Array(Type.Enum(['EMBEDDED_SE', 'HCE', 'CARD_ON_FILE']), {
      minItems: 1,
      uniqueItems: true,
      description: 'Some of EMBEDDED_SE, HCE and CARD_ON_FILE',
    }),
  ),
  securityCode: Type.Optional(
    Type.Array(Type.Enum(['VALID', 'INVALID', 'NOT_CHECKED']), {
      minItems: 1,
      uniqueItems: true,
      description: 'What became of the security code: some of VALID, INVALID and NOT_CHECKED',
    }),
  ),
  liveTokensAtLeast: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 10_000, description: 'Tokens the card has: 1 to 10000' }),
  ),
  consumerReachable: Type.Optional(
    flag('True or false: whether an e-mail address or a phone number of the consumer is known'),
  ),
});

const DecisionRule = closedObject({
  name: Type.String({
    pattern: '^[A-Za-z0-9 _.-]{1,64}$',
    description: 'Name of the rule, as the trace of a decision shows it: 1 to 64 characters',
  }),
  when: DecisionConditions,
  decision: Type.Enum(['GREEN', 'YELLOW', 'RED'], { description: 'GREEN, YELLOW or RED' }),
});

/** How the cards of a product live in D1 (D1 API, card products); what is absent is as for every new product. */
export const D1Product = closedObject({
  authorisation: Type.Optional(
    Type.Enum(['NONE', 'LIGHT', 'CONTROL', 'ORCHESTRATION'], {
      description: 'Who authorises transactions; cards are registered with NONE and LIGHT only',
    }),
  ),
  services: Type.Optional(
    Type.Array(Type.Enum(['TOKENIZATION', 'CLICK_TO_PAY']), {
      uniqueItems: true,
      description: 'Some of TOKENIZATION and CLICK_TO_PAY, none twice',
    }),
  ),
  autoEnrolment: Type.Optional(
    flag('True or false: whether registered cards are enrolled in Click to Pay at once'),
  ),
  dataModel: Type.Optional(
    Type.Enum(['STORED', 'FETCHED'], {
      description: 'Whether what the issuer registers of a consumer is kept, or asked for each time',
    }),
  ),
  verifyCard: Type.Optional(
    flag('True or false: whether the issuer is asked to verify a card before it is tokenized'),
  ),
  unregisteredCards: Type.Optional(
    Type.Enum(['DECLINE', 'REGISTER'], {
      description: 'What becomes of the tokenization of a card that was not registered',
    }),
  ),
  checksPan: Type.Optional(
    flag('True or false: whether a registered number must fit the check digit and the ranges of the product'),
  ),
  threeDSsupport: Type.Optional(flag('True or false: whether the cards support EMV 3-D Secure')),
  usedForTransactions: Type.Optional(
    flag('True or false: whether the id of a deleted card stays taken, since payments refer to it'),
  ),
  rules: Type.Optional(
    Type.Array(DecisionRule, {
      maxItems: 100,
      description: 'At most 100 rules; the first one that applies decides, none: GREEN',
    }),
  ),
});
export type D1Product = Type.Static<typeof D1Product>;
