import type { OperationResult } from '@countermark/wire/d1/data/operation-result';
import type { Card } from '../../core/card.ts';
import type { OperationTarget } from '../../core/recorded-operation.ts';
import { isLive } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { relinkTokens } from '../life-cycle/relink-tokens.ts';
import { recordOperation } from '../recorded-operations/record-operation.ts';

/** A card whose data changed, and the operation that changed them, as its issuer follows it. */
export interface Relink {
  card: Card;
  target: OperationTarget;
  operation: 'RENEW' | 'REPLACE';
  why: { reason: string | null; reasonCode: string | null; issuerRequestId: string };
}

/**
 * Has the digital cards of a card linked to its new data. The operation is over with the last of them, or at once when
 * there is none.
 */
export async function beginRelink(
  hub: Pick<Hub, 'ids' | 'clock'>,
  tx: Aggregates,
  { card, target, operation, why }: Relink,
): Promise<OperationResult> {
  const tokens = await tx.tokens.ofCard(card.cardId);
  const digitalCardIds = tokens.filter(isLive).map(({ virtualCardId }) => virtualCardId);
  const { operationId, status } = await recordOperation(hub, tx, {
    issuerId: card.issuerId,
    target,
    operation,
    digitalCardIds,
    ...why,
    ...(digitalCardIds.length === 0 && { end: { status: 'SUCCESSFUL' } }),
  });
  const call = { correlationId: why.issuerRequestId, recordedOperationId: operationId };
  await relinkTokens(hub, tx, { card, call });
  return { operationId, status };
}
