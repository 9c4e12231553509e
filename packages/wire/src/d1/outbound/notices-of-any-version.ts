import Type from 'typebox';
import { CardOperationRecord, ConsumerOperationRecord } from '../data/operation-record.ts';
import { notifyCardOperationV1 } from './notify-card-operation-v1.ts';
import { notifyCardOperations } from './notify-card-operations.ts';
import { notifyConsumerOperations } from './notify-consumer-operations.ts';
import { notifyDigitalCardOperation } from './notify-digital-card-operation.ts';

/**
 * The notices as an issuer reads them: the list of operations grows, and a receiver takes the name of a later version, and
 * members that it does not know.
 */

export const cardNotices = { ...notifyCardOperations, request: listOf(ofAnyVersion(CardOperationRecord)) };

export const cardNoticeV1 = {
  ...notifyCardOperationV1,
  request: ofAnyVersion(notifyCardOperationV1.request),
};

export const consumerNotices = {
  ...notifyConsumerOperations,
  request: listOf(ofAnyVersion(ConsumerOperationRecord)),
};

export const digitalCardNotice = {
  ...notifyDigitalCardOperation,
  request: ofAnyVersion(notifyDigitalCardOperation.request),
};

function ofAnyVersion<Members extends Type.TProperties>({ properties }: Type.TObject<Members>) {
  const operation = Type.String({ minLength: 1, maxLength: 64, log: 'plain' });
  const members: Omit<Members, 'operation'> & { operation: typeof operation } = { ...properties, operation };
  return Type.Object(members);
}

function listOf<Item extends Type.TSchema>(item: Item) {
  return Type.Array(item, { minItems: 1 });
}
