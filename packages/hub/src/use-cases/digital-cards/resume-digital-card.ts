import type { resumeDigitalCard as resumeDigitalCardV1 } from '@countermark/wire/d1/digital-card-v1/resume-digital-card';
import type { Hub } from '../../ports/hub.ts';
import type { D1Call, D1Result } from '../d1-call.ts';
import { changeDigitalCard } from './change-digital-card.ts';

/** Digital Card API, resume. */
export function resumeDigitalCard(
  hub: Hub,
  call: D1Call<typeof resumeDigitalCardV1>,
): Promise<D1Result<typeof resumeDigitalCardV1>> {
  return changeDigitalCard(hub, call, 'RESUME');
}
