import Type from 'typebox';
import { defineHttpOperation } from '../../http-operation.ts';
import { identifier, openValue } from '../../issuer-gateway/data/element.ts';
import {
  BatchId,
  ExternalCardId,
  ExternalConsumerId,
  SrcConsumerId,
  SrcDigitalCardId,
} from './data/identifiers.ts';

export const BatchItem = Type.Object({
  externalConsumerId: ExternalConsumerId,
  externalCardId: ExternalCardId,
  status: openValue(['SUCCESSFUL', 'FAILED'], 'Whether the card was enrolled.'),
  srcConsumerId: Type.Optional(SrcConsumerId),
  srcDigitalCardId: Type.Optional(SrcDigitalCardId),
  reasonCode: Type.Optional(identifier('Why not.', 64)),
});
export type BatchItem = Type.Static<typeof BatchItem>;

export const batchStatuses = ['IN_PROGRESS', 'COMPLETED_SUCCESSFULLY', 'COMPLETED_WITH_ERRORS', 'FAILED'];

export const getBatch = defineHttpOperation({
  name: 'getBatch',
  method: 'GET',
  path: '/batches/:batchId',
  summary: 'Ask what became of a batch.',
  request: null,
  success: 200,
  response: Type.Object({
    batchId: BatchId,
    status: openValue(batchStatuses, 'How far it is.'),
    items: Type.Optional(Type.Array(BatchItem)),
  }),
});
