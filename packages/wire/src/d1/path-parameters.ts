import Type from 'typebox';
import { CardId, ConsumerId, DigitalCardId, IssuerId, OperationId } from './identifiers.ts';

/** What paths name, in the order in which they name it. */

export const IssuerPath = Type.Object({ issuerId: IssuerId });
export const ConsumerPath = Type.Object({ issuerId: IssuerId, consumerId: ConsumerId });
export const CardPath = Type.Object({ issuerId: IssuerId, cardId: CardId });
export const DigitalCardPath = Type.Object({ issuerId: IssuerId, digitalCardId: DigitalCardId });
export const ConsumerOperationPath = Type.Object({ ...ConsumerPath.properties, operationId: OperationId });
export const CardOperationPath = Type.Object({ ...CardPath.properties, operationId: OperationId });
export const DigitalCardOperationPath = Type.Object({
  ...DigitalCardPath.properties,
  operationId: OperationId,
});
