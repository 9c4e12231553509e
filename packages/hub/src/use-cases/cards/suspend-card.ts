import type { suspendCard as suspendCardV2 } from '@countermark/wire/d1/card-v2/suspend-card';
import { defaultReasonCode } from '@countermark/wire/d1/reason-codes';
import type { Hub } from '../../ports/hub.ts';
import { type D1Call, type D1Result, done } from '../d1-call.ts';
import { d1Change } from '../d1-change.ts';
import { changeCard } from './change-card.ts';

/** Card API, suspend. Digital cards stay usable. */
export async function suspendCard(
  hub: Hub,
  { parameters: name, body: why, correlationId }: D1Call<typeof suspendCardV2>,
): Promise<D1Result<typeof suspendCardV2>> {
  const event = { operation: 'SUSPEND', reasonCode: why.reasonCode ?? defaultReasonCode } as const;
  const change = await d1Change(hub, tx => changeCard(hub, tx, { name, event, why, correlationId }));
  return change.ok ? done : change;
}
