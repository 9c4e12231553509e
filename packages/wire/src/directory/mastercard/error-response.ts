import Type from 'typebox';
import { flag, identifier, text } from '../../issuer-gateway/data/element.ts';

/** Why the directory does not take a card. The profile of the consumer stands all the same. */
export const cardRefusals = ['ISSUER_DECLINE', 'TOKENIZATION_INELIGIBLE', 'PAN_INELIGIBLE'] as const;

/** Why nothing comes of a call for other reasons. */
export const MastercardReason = {
  invalid: 'INVALID_VALUE',
  consumerRefused: 'CONSUMER_INELIGIBLE',
  cardEnrolled: 'CARD_ALREADY_ENROLLED',
  unknownConsumer: 'CONSUMER_NOT_FOUND',
  unknownCard: 'CARD_NOT_FOUND',
  unknownBatch: 'BATCH_NOT_FOUND',
  unavailable: 'SERVICE_UNAVAILABLE',
} as const;

/** Body of every refusal. */
export const MastercardErrors = Type.Object({
  Errors: Type.Object({
    Error: Type.Array(
      Type.Object({
        Source: Type.Optional(identifier('Which part of the call it is about.')),
        ReasonCode: identifier('Why the call is refused.', 64),
        Description: Type.Optional(text('The same for people.')),
        Recoverable: Type.Optional(flag('Whether the same call may be sent again.')),
      }),
      { minItems: 1 },
    ),
  }),
});
export type MastercardErrors = Type.Static<typeof MastercardErrors>;

/** The body that refuses a call. */
export function mastercardError(ReasonCode: string, Source = 'DIRECTORY'): MastercardErrors {
  const Recoverable = ReasonCode === MastercardReason.unavailable;
  return { Errors: { Error: [{ Source, ReasonCode, Recoverable }] } };
}
