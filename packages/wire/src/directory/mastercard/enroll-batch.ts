import Type from 'typebox';
import { defineHttpOperation } from '../../http-operation.ts';
import { Card } from './data/card.ts';
import { Consumer } from './data/consumer.ts';
import { BatchId, ExternalBatchId, ServiceId, SrcClientId } from './data/identifiers.ts';

/** Sent again with the same `externalBatchId`, it is the same batch. */
export const enrollBatch = defineHttpOperation({
  name: 'enrollBatch',
  method: 'POST',
  path: '/batches',
  summary: 'Enrol many cards.',
  request: Type.Object({
    srcClientId: SrcClientId,
    serviceId: ServiceId,
    externalBatchId: ExternalBatchId,
    items: Type.Array(Type.Object({ consumer: Consumer, card: Card }), { minItems: 1, maxItems: 1000 }),
  }),
  success: 202,
  response: Type.Object({ batchId: BatchId }),
});
