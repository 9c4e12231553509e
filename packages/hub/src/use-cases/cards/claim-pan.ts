import type { Card } from '../../core/card.ts';
import type { Aggregates } from '../../ports/store.ts';
import { D1Refusal } from '../d1-change.ts';

/** Of which card a number is to be; without a cardId: of a new one. */
export type PanClaim = Pick<Card, 'issuerId' | 'panFingerprint'> & Partial<Pick<Card, 'cardId'>>;

/** Makes sure that a number may be that of a card: no other live card has it, and none had it that was deleted or replaced. */
export async function claimPan(tx: Pick<Aggregates, 'cards'>, claim: PanClaim): Promise<void> {
  if (!(await isFreePan(tx, claim))) throw new D1Refusal('CARD_PAN_NOT_ALLOWED');
}

export async function isFreePan(
  tx: Pick<Aggregates, 'cards'>,
  { issuerId, panFingerprint, cardId }: PanClaim,
): Promise<boolean> {
  const number = { issuerId, badge: 'PRIMARY', panFingerprint } as const;
  const live = await tx.cards.findByFingerprint(number);
  return (live === null || live.cardId === cardId) && (await tx.cards.findRetired(number)) === null;
}
