import type { getConsumerOperation as getConsumerOperationV2 } from '@countermark/wire/d1/consumer-v2/get-consumer-operation';
import type { listConsumerOperations as listConsumerOperationsV2 } from '@countermark/wire/d1/consumer-v2/list-consumer-operations';
import type { Hub } from '../../ports/hub.ts';
import { answered, type D1Call, type D1Result, refused } from '../d1-call.ts';
import { pageOf } from '../page.ts';
import { findOperation } from '../recorded-operations/find-operation.ts';
import { consumerOperationRecord } from '../recorded-operations/operation-record.ts';
import { findConsumer } from './find-consumer.ts';

/** Consumer API, get operation. */
export async function getConsumerOperation(
  hub: Hub,
  { parameters }: D1Call<typeof getConsumerOperationV2>,
): Promise<D1Result<typeof getConsumerOperationV2>> {
  if (!(await findConsumer(hub.store, parameters))) return refused('CONSUMER_NOT_FOUND');
  const { issuerId, consumerId: id, operationId } = parameters;
  const operation = await findOperation(hub.store, { issuerId, kind: 'CONSUMER', id, operationId });
  return operation ? answered(consumerOperationRecord(operation)) : refused('OPERATION_NOT_FOUND');
}

/** Consumer API, list operations. */
export async function listConsumerOperations(
  hub: Hub,
  { parameters, query }: D1Call<typeof listConsumerOperationsV2>,
): Promise<D1Result<typeof listConsumerOperationsV2>> {
  const consumer = await findConsumer(hub.store, parameters);
  if (!consumer) return refused('CONSUMER_NOT_FOUND');
  const target = { kind: 'CONSUMER', key: consumer.consumerKey } as const;
  const operations = await hub.store.recordedOperations.listOf(target, pageOf(query));
  return answered({ operations: operations.map(consumerOperationRecord) });
}
