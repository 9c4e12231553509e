import type { Token } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { notifyTokenChange } from './notify-token-change.ts';

/** A token that changes, and the value it would be announced with. */
export interface OvertakenToken {
  token: Token;
  /** The operation that changes it, if one does. */
  operationId: string | undefined;
  tokenInfo: string | null;
}

/**
 * An operation that its TSP has carried out waits for the device, and somebody else changes the token: the issuer is told
 * of the operation now, for what it is told last must be what is so. The device is told all the same, in silence.
 */
export async function tellOvertaken(
  hub: Pick<Hub, 'ids' | 'clock'>,
  tx: Aggregates,
  { token, operationId, tokenInfo }: OvertakenToken,
): Promise<void> {
  const card = await tx.cards.find(token.cardId);
  for (const operation of await tx.operations.running(token.virtualCardId)) {
    const { notice, source, correlationId, recordedOperationId } = operation;
    if (!card || notice === null || operation.operationId === operationId) continue;
    await tx.operations.save({ ...operation, notice: null });
    const cause = { source, correlationId, recordedOperationId };
    await notifyTokenChange(hub, tx, { card, token, notice, ...cause, tokenInfo });
  }
}
