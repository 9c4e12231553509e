import type { suspendDigitalCard as suspendDigitalCardV1 } from '@countermark/wire/d1/digital-card-v1/suspend-digital-card';
import type { Hub } from '../../ports/hub.ts';
import type { D1Call, D1Result } from '../d1-call.ts';
import { changeDigitalCard } from './change-digital-card.ts';

/** Digital Card API, suspend. */
export function suspendDigitalCard(
  hub: Hub,
  call: D1Call<typeof suspendDigitalCardV1>,
): Promise<D1Result<typeof suspendDigitalCardV1>> {
  return changeDigitalCard(hub, call, 'SUSPEND');
}
