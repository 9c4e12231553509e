import type { getDigitalCard as getDigitalCardV1 } from '@countermark/wire/d1/digital-card-v1/get-digital-card';
import type { Hub } from '../../ports/hub.ts';
import { answered, type D1Call, type D1Result, refused } from '../d1-call.ts';
import { digitalCard } from './digital-card.ts';
import { findDigitalCard } from './find-digital-card.ts';

/** Digital Card API, get details. */
export async function getDigitalCard(
  hub: Hub,
  { parameters }: D1Call<typeof getDigitalCardV1>,
): Promise<D1Result<typeof getDigitalCardV1>> {
  const found = await findDigitalCard(hub.store, parameters);
  const shown = found && (await digitalCard(hub, found));
  return shown ? answered(shown) : refused('DIGITAL_CARD_NOT_FOUND');
}
