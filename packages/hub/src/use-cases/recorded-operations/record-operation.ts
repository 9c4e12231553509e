import {
  beginOperation,
  endOperation,
  type NewOperation,
  type OperationEnd,
  type RecordedOperation,
} from '../../core/recorded-operation.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { notifyOperation } from './notify-operation.ts';

export interface OperationToRecord extends Omit<NewOperation, 'operationId'> {
  /** Absent: one is made. */
  operationId?: string;
  /** How it ended; absent: `endRecordedOperation` tells of it later, and that it is PENDING is told now. */
  end?: OperationEnd;
}

/** Keeps an operation in the transaction of what it did, and queues what the issuer is told of it. */
export async function recordOperation(
  hub: Pick<Hub, 'ids' | 'clock'>,
  tx: Aggregates,
  { end, ...begun }: OperationToRecord,
): Promise<RecordedOperation> {
  const now = hub.clock.now();
  const pending = beginOperation({ operationId: hub.ids.uuid(), ...begun }, now);
  const operation = end ? endOperation(pending, end, now) : pending;
  await tx.recordedOperations.insert(operation);
  await notifyOperation(hub, tx, operation);
  return operation;
}
