import type { Aggregates } from '../../ports/store.ts';
import { D1Refusal } from '../d1-change.ts';

/** Makes sure that a number may be that of a new card: no live card has it, and none had it that was deleted or replaced. */
export async function claimPan(
  tx: Pick<Aggregates, 'cards'>,
  issuerId: string,
  panFingerprint: string,
): Promise<void> {
  if (!(await isFreePan(tx, issuerId, panFingerprint))) throw new D1Refusal('CARD_PAN_NOT_ALLOWED');
}

export async function isFreePan(
  tx: Pick<Aggregates, 'cards'>,
  issuerId: string,
  panFingerprint: string,
): Promise<boolean> {
  const number = { issuerId, badge: 'PRIMARY', panFingerprint } as const;
  return (await tx.cards.findByFingerprint(number)) === null && (await tx.cards.findRetired(number)) === null;
}
