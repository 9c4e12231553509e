import type { getDigitalCardOperation as getDigitalCardOperationV1 } from '@countermark/wire/d1/digital-card-v1/get-digital-card-operation';
import type { Hub } from '../../ports/hub.ts';
import { answered, type D1Call, type D1Result, refused } from '../d1-call.ts';
import { findOperation } from '../recorded-operations/find-operation.ts';
import { digitalCardOperationRecord } from '../recorded-operations/operation-record.ts';
import { findDigitalCard } from './find-digital-card.ts';

/** Digital Card API, get operation. */
export async function getDigitalCardOperation(
  hub: Hub,
  { parameters }: D1Call<typeof getDigitalCardOperationV1>,
): Promise<D1Result<typeof getDigitalCardOperationV1>> {
  if (!(await findDigitalCard(hub.store, parameters))) return refused('DIGITAL_CARD_NOT_FOUND');
  const { issuerId, digitalCardId: id, operationId } = parameters;
  const operation = await findOperation(hub.store, { issuerId, kind: 'DIGITAL_CARD', id, operationId });
  return operation ? answered(digitalCardOperationRecord(operation)) : refused('OPERATION_NOT_FOUND');
}
