import Type from 'typebox';
import { identifier, instant } from '../../issuer-gateway/data/element.ts';
import { CardId, ConsumerId, DigitalCardId, OperationId } from '../identifiers.ts';
import { cardOperationNames, consumerOperationNames, digitalCardOperationNames } from '../operation-names.ts';
import { OperationStatus } from '../operation-status.ts';
import { listedValue } from './element.ts';
import { Reason } from './operation-request.ts';

/** What is told of an operation when, and why, whatever it is about. The same in getters and notifications. */
const course = {
  status: OperationStatus,
  startTime: instant('When it was begun.'),
  endTime: Type.Optional(instant('When it was finished.')),
  reason: Type.Optional(Reason),
  reasonCode: Type.Optional(identifier('Why, as it was sent.', 64)),
  errorCode: Type.Optional(identifier('Why it failed.')),
  error: Type.Optional(identifier('Why it failed, for people.', 256)),
  details: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'What only this kind of operation has to tell.',
    }),
  ),
  message: Type.Optional(Type.String({ maxLength: 1024, description: 'Text for the end user.' })),
  inputFileName: Type.Optional(identifier('Batch file that asked for it.', 256)),
  issuerRequestId: Type.Optional(identifier("The issuer's own id of its request.")),
};

/** An operation on a card. `digitalCardIds` is told of `DIGITIZE` and `RENEW`. */
export const CardOperationRecord = Type.Object({
  operationId: OperationId,
  operation: listedValue(cardOperationNames, 'What is done to the card.'),
  ...course,
  cardId: CardId,
  digitalCardIds: Type.Optional(Type.Array(DigitalCardId, { description: 'Digital cards it is about.' })),
});
export type CardOperationRecord = Type.Static<typeof CardOperationRecord>;

/** An operation on a consumer. */
export const ConsumerOperationRecord = Type.Object({
  operationId: OperationId,
  operation: listedValue(consumerOperationNames, 'What is done to the consumer.'),
  ...course,
  consumerId: ConsumerId,
});
export type ConsumerOperationRecord = Type.Static<typeof ConsumerOperationRecord>;

/** An operation on a digital card. */
export const DigitalCardOperationRecord = Type.Object({
  operationId: OperationId,
  operation: listedValue(digitalCardOperationNames, 'What is done to the digital card.'),
  ...course,
  digitalCardId: DigitalCardId,
});
export type DigitalCardOperationRecord = Type.Static<typeof DigitalCardOperationRecord>;
