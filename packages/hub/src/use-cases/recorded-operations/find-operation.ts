import type { OperationTarget, RecordedOperation } from '../../core/recorded-operation.ts';
import type { Aggregates } from '../../ports/store.ts';

/** An operation by its id, if it is one on what the issuer names. */
export async function findOperation(
  store: Pick<Aggregates, 'recordedOperations'>,
  {
    operationId,
    issuerId,
    kind,
    id,
  }: Pick<OperationTarget, 'kind' | 'id'> & { operationId: string; issuerId: string },
): Promise<RecordedOperation | null> {
  const operation = await store.recordedOperations.find(operationId);
  const isOfIt =
    operation?.issuerId === issuerId && operation.target.kind === kind && operation.target.id === id;
  return isOfIt ? operation : null;
}
