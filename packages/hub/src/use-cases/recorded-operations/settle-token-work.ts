import type { Operation } from '../../core/operation.ts';
import { faultOfPart } from '../../core/operation-fault.ts';
import { endOfParts, endOperation, withFault } from '../../core/recorded-operation.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { notifyOperation } from './notify-operation.ts';

/**
 * One token's share of a recorded operation is done at its TSP, or failed: with the last share the operation ends. Called
 * in the transaction that moved the token's operation on; the devices are not waited for.
 */
export async function settleTokenWork(
  hub: Pick<Hub, 'ids' | 'clock'>,
  tx: Aggregates,
  { recordedOperationId }: Operation,
  fault: number | null,
): Promise<void> {
  if (recordedOperationId === null) return;
  const recorded = await tx.recordedOperations.lock(recordedOperationId);
  if (recorded?.status !== 'PENDING') return;
  const settled = fault === null ? recorded : withFault(recorded, faultOfPart(fault));
  if ((await tx.operations.countAtTspOf(recorded.operationId)) > 0) {
    await tx.recordedOperations.save(settled);
    return;
  }
  const ended = endOperation(settled, endOfParts(settled), hub.clock.now());
  await tx.recordedOperations.save(ended);
  await notifyOperation(hub, tx, ended);
}
