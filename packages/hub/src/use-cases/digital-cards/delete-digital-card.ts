import type { deleteDigitalCard as deleteDigitalCardV1 } from '@countermark/wire/d1/digital-card-v1/delete-digital-card';
import type { Hub } from '../../ports/hub.ts';
import type { D1Call, D1Result } from '../d1-call.ts';
import { changeDigitalCard } from './change-digital-card.ts';

/** Digital Card API, delete. */
export function deleteDigitalCard(
  hub: Hub,
  call: D1Call<typeof deleteDigitalCardV1>,
): Promise<D1Result<typeof deleteDigitalCardV1>> {
  return changeDigitalCard(hub, call, 'DELETE');
}
