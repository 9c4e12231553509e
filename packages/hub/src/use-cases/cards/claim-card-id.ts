import type { Card } from '../../core/card.ts';
import { isLiveCard } from '../../core/card-life-cycle.ts';
import type { Aggregates } from '../../ports/store.ts';
import { D1Refusal } from '../d1-change.ts';
import { findCard } from './find-card.ts';

/**
 * Makes sure that a cardId may be given to a card that has another number than the one that has or had it: that one is
 * over, was not made by the hub, and its product is not one to pay with. It leaves the list of its consumer, where the
 * cardId now names another card.
 */
export async function claimCardId(
  tx: Pick<Aggregates, 'cards' | 'products'>,
  name: { issuerId: string; cardId: string },
): Promise<void> {
  const former = await findCard(tx, name);
  if (!former) return;
  if (isLiveCard(former) || !(await leavesItsId(tx, former))) throw new D1Refusal('CARD_ID_ALREADY_USED');
  if (former.holder) await tx.cards.save({ ...former, holder: null });
}

async function leavesItsId(tx: Pick<Aggregates, 'products'>, { origin, productId }: Card): Promise<boolean> {
  const product = await tx.products.find(productId);
  return origin !== 'CREATED' && product?.d1?.usedForTransactions !== true;
}
