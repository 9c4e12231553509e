import type { getCardOperation as getCardOperationV2 } from '@countermark/wire/d1/card-v2/get-card-operation';
import type { listCardOperations as listCardOperationsV2 } from '@countermark/wire/d1/card-v2/list-card-operations';
import type { Hub } from '../../ports/hub.ts';
import { answered, type D1Call, type D1Result, refused } from '../d1-call.ts';
import { pageOf } from '../page.ts';
import { findOperation } from '../recorded-operations/find-operation.ts';
import { cardOperationRecord } from '../recorded-operations/operation-record.ts';
import { findCard } from './find-card.ts';

/** Card API, get operation. */
export async function getCardOperation(
  hub: Hub,
  { parameters }: D1Call<typeof getCardOperationV2>,
): Promise<D1Result<typeof getCardOperationV2>> {
  if (!(await findCard(hub.store, parameters))) return refused('CARD_NOT_FOUND');
  const { issuerId, cardId: id, operationId } = parameters;
  const operation = await findOperation(hub.store, { issuerId, kind: 'CARD', id, operationId });
  return operation ? answered(cardOperationRecord(operation)) : refused('OPERATION_NOT_FOUND');
}

/** Card API, list operations. */
export async function listCardOperations(
  hub: Hub,
  { parameters, query }: D1Call<typeof listCardOperationsV2>,
): Promise<D1Result<typeof listCardOperationsV2>> {
  const card = await findCard(hub.store, parameters);
  if (!card) return refused('CARD_NOT_FOUND');
  const target = { kind: 'CARD', key: card.cardId } as const;
  const operations = await hub.store.recordedOperations.listOf(target, pageOf(query));
  return answered({ operations: operations.map(cardOperationRecord) });
}
