import type { deleteCard as deleteCardV2 } from '@countermark/wire/d1/card-v2/delete-card';
import type { Hub } from '../../ports/hub.ts';
import { optOutFormerCard } from '../click-to-pay/cascades.ts';
import { type D1Call, type D1Result, done } from '../d1-call.ts';
import { d1Change } from '../d1-change.ts';
import { recordedWhy } from '../recorded-operations/recorded-why.ts';
import { cardForEvent } from './change-card.ts';
import { removeCard } from './remove-card.ts';

/** Card API, delete: the card and all that hangs on it. */
export async function deleteCard(
  hub: Hub,
  { parameters: name, body, correlationId }: D1Call<typeof deleteCardV2>,
): Promise<D1Result<typeof deleteCardV2>> {
  const change = await d1Change(hub, async tx => {
    const { card } = await cardForEvent(tx, name, { operation: 'DELETE' });
    await removeCard(hub, tx, { card, why: recordedWhy(body, correlationId) });
    await optOutFormerCard(hub, tx, card);
  });
  return change.ok ? done : change;
}
