import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Operation } from '../../core/operation.ts';
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
  const settled = fault === null ? recorded : withFault(recorded, inWords(fault));
  if ((await tx.operations.countAtTspOf(recorded.operationId)) > 0) {
    await tx.recordedOperations.save(settled);
    return;
  }
  const ended = endOperation(settled, endOfParts(settled), hub.clock.now());
  await tx.recordedOperations.save(ended);
  await notifyOperation(hub, tx, ended);
}

/** Why a token's share failed, by the response code it ended with. */
function inWords(fault: number): { errorCode: string; error: string } {
  switch (fault) {
    case ResponseCode.operationExpired:
      return { errorCode: 'TSP_UNAVAILABLE', error: 'The token service provider did not answer in time' };
    case ResponseCode.operationIncomplete:
      return { errorCode: 'SUPERSEDED', error: 'The digital card was deleted meanwhile' };
    case ResponseCode.operationNotAllowed:
      return { errorCode: 'INVALID_STATE', error: 'The state of the digital card forbids it' };
    default:
      return {
        errorCode: 'TSP_REFUSED',
        error: `The token service provider refused with response code ${fault}`,
      };
  }
}
