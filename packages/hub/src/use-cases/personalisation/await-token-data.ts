import type { Enrolment, EnrolmentStep } from '../../core/enrolment.ts';
import { dataLimit, type Personalisation } from '../../core/personalisation.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import type { Tsp } from '../../ports/tsp.ts';

/** Whether a device has to wait for what the TSP submits: a token on file with a merchant lives on no device. */
export function awaitsTokenData({ personalisation }: Tsp, { tokenType }: Enrolment): boolean {
  return personalisation !== null && tokenType !== 'CARD_ON_FILE';
}

/** Begins to wait for the data of a token that is to be made: they may come before the answer that names it. */
export async function expectTokenData(hub: Hub, enrolment: Enrolment, tsp: string): Promise<void> {
  const now = hub.clock.now();
  await hub.store.personalisations.insert({
    personalisationId: hub.ids.uuid(),
    tsp,
    issuerId: enrolment.issuerId,
    correlationId: enrolment.enrolmentId,
    purpose: 'PROVISIONING',
    tspTokenId: null,
    virtualCardId: null,
    step: 'DATA_DUE',
    sealedElements: null,
    parts: [],
    failure: null,
    attempts: 0,
    createdAt: now,
    dueAt: new Date(now.getTime() + dataLimit),
  });
}

/** The token is made: from now on its data have 60 s to come, if they have not come already. */
export async function tieTokenData(
  hub: Pick<Hub, 'clock'>,
  tx: Aggregates,
  token: { tsp: string; tspTokenId: string; virtualCardId: string; enrolmentId: string },
): Promise<void> {
  const { tsp, tspTokenId, virtualCardId, enrolmentId } = token;
  const expected = await tx.personalisations.lockSession(tsp, enrolmentId);
  if (!expected) return;
  const dueAt = expected.step === 'DATA_DUE' ? new Date(hub.clock.now().getTime() + dataLimit) : null;
  await tx.personalisations.save({ ...expected, tspTokenId, virtualCardId, dueAt });
}

/** What an enrolment whose token is made waits for: its data, or the device. */
export async function stepTowardsDevice(
  tx: Pick<Aggregates, 'personalisations'>,
  { tsp, enrolmentId }: { tsp: string; enrolmentId: string },
): Promise<EnrolmentStep> {
  const expected: Personalisation | null = await tx.personalisations.lockSession(tsp, enrolmentId);
  return expected?.step === 'DATA_DUE' ? 'TOKEN_DATA_DUE' : 'PROVISIONING_DUE';
}
