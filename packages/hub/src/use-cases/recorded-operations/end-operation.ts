import { endOperation, type OperationEnd } from '../../core/recorded-operation.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { notifyOperation } from './notify-operation.ts';

/** Ends an operation that is PENDING, and queues what the issuer is told of it. One that ended already stays as it is. */
export async function endRecordedOperation(
  hub: Pick<Hub, 'ids' | 'clock'>,
  tx: Aggregates,
  operationId: string,
  end: OperationEnd,
): Promise<void> {
  const operation = await tx.recordedOperations.lock(operationId);
  if (operation?.status !== 'PENDING') return;
  const ended = endOperation(operation, end, hub.clock.now());
  await tx.recordedOperations.save(ended);
  await notifyOperation(hub, tx, ended);
}
