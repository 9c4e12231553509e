import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Card } from '../../core/card.ts';
import { failureOf, type Operation } from '../../core/operation.ts';
import type { Token } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { settleAliases } from '../issuer-calls/settle-aliases.ts';
import { settleTokenWork } from '../recorded-operations/settle-token-work.ts';
import { notifyTokenChange } from './notify-token-change.ts';

/**
 * The superseded operation gets its callback, as incomplete, before the one that takes its place; one that would have
 * gone through in silence gets none.
 */
export async function supersede(
  hub: Pick<Hub, 'ids' | 'clock'>,
  tx: Aggregates,
  { card, token, operation }: { card: Card; token: Token; operation: Operation },
): Promise<void> {
  await tx.operations.save({ ...operation, step: 'CLOSED' });
  if (operation.kind === 'UPDATE_CARD') await settleAliases(tx, card);
  if (operation.step === 'TSP_DUE') await settleTokenWork(hub, tx, operation, faultOf(operation));
  const notice = failureOf(operation, token, ResponseCode.operationIncomplete);
  if (notice === null || (operation.step === 'DEVICE_DUE' && operation.notice === null)) return;
  await notifyTokenChange(hub, tx, {
    card,
    token,
    notice,
    source: operation.source,
    correlationId: operation.correlationId,
    recordedOperationId: operation.recordedOperationId,
    tokenInfo: null,
  });
}

/** A token that is deleted needs no new card data: that it is not given them is no fault of the update. */
function faultOf({ kind }: Operation): number | null {
  return kind === 'UPDATE_CARD' ? null : ResponseCode.operationIncomplete;
}
