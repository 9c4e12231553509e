import type { getCardDetails as getCardDetailsV1 } from '@countermark/wire/d1/card-v1/get-card-details';
import type { getCardDetails as getCardDetailsV2 } from '@countermark/wire/d1/card-v2/get-card-details';
import type { Hub } from '../../ports/hub.ts';
import { answered, type D1Call, type D1Result, refused } from '../d1-call.ts';
import { cardDetails } from './card-details.ts';
import { findCard } from './find-card.ts';

/** Card API v2, get details. */
export async function getCardDetails(
  hub: Hub,
  { parameters }: D1Call<typeof getCardDetailsV2>,
): Promise<D1Result<typeof getCardDetailsV2>> {
  const card = await findCard(hub.store, parameters);
  return card ? answered(await cardDetails(hub, card)) : refused('CARD_NOT_FOUND');
}

/** The same of v1, which has no word for a renewal that goes on. */
export async function getCardDetailsWithoutRenewal(
  hub: Hub,
  { parameters }: D1Call<typeof getCardDetailsV1>,
): Promise<D1Result<typeof getCardDetailsV1>> {
  const card = await findCard(hub.store, parameters);
  if (!card) return refused('CARD_NOT_FOUND');
  const { ongoingOperation: _, ...details } = await cardDetails(hub, card);
  return answered(details);
}
