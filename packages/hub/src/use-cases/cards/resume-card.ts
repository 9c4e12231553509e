import type { resumeCard as resumeCardV2 } from '@countermark/wire/d1/card-v2/resume-card';
import { defaultReasonCode } from '@countermark/wire/d1/reason-codes';
import type { Hub } from '../../ports/hub.ts';
import { type D1Call, type D1Result, done } from '../d1-call.ts';
import { d1Change } from '../d1-change.ts';
import { changeCard } from './change-card.ts';

/** Card API, resume: lifts a suspension that its reason lets be lifted. */
export async function resumeCard(
  hub: Hub,
  { parameters: name, body: why, correlationId }: D1Call<typeof resumeCardV2>,
): Promise<D1Result<typeof resumeCardV2>> {
  const event = { operation: 'RESUME', reasonCode: why.reasonCode ?? defaultReasonCode } as const;
  const change = await d1Change(hub, tx => changeCard(hub, tx, { name, event, why, correlationId }));
  return change.ok ? done : change;
}
