import type { activateCard as activateCardV2 } from '@countermark/wire/d1/card-v2/activate-card';
import { cardStand } from '../../core/card-life-cycle.ts';
import type { Hub } from '../../ports/hub.ts';
import { enrolAutomatically } from '../click-to-pay/enrol-automatically.ts';
import { type D1Call, type D1Result, done } from '../d1-call.ts';
import { d1Change } from '../d1-change.ts';
import { askedBy } from '../recorded-operations/asked-by.ts';
import { changeCard } from './change-card.ts';

/**
 * Card API, activate: a card that began inactive, or was sent out anew. One that is in use for the first time is enrolled
 * in Click to Pay where its product wants that.
 */
export async function activateCard(
  hub: Hub,
  { parameters: name, body: why, correlationId }: D1Call<typeof activateCardV2>,
): Promise<D1Result<typeof activateCardV2>> {
  const event = { operation: 'ACTIVATE' } as const;
  const change = await d1Change(hub, async tx => {
    const { before, card } = await changeCard(hub, tx, { name, event, why, correlationId });
    const product = cardStand(before) === 'NEVER_ACTIVATED' && (await tx.products.find(card.productId));
    if (product) await enrolAutomatically(hub, tx, { card, product, askedBy: askedBy({ correlationId }) });
  });
  return change.ok ? done : change;
}
