import { type Enrolment, ended } from '../core/enrolment.ts';
import type { Hub } from '../ports/hub.ts';
import { tspOf } from '../use-cases/tsp/tsp-of.ts';

/** How many are aged before anybody else gets a turn. */
const batch = 100;

/** A TSP that cannot delete a token now is asked again after this long, so that others come in between. */
const nextAttempt = 30_000;

/** Ends sessions whose time is over; returns how many it is done with. */
export async function ageEnrolments(hub: Hub): Promise<number> {
  const due = await hub.store.enrolments.due(hub.clock.now(), batch);
  let done = 0;
  for (const enrolmentId of due) {
    const expired = await expire(hub, enrolmentId);
    if (!expired?.dueAt || (await giveTokenBack(hub, expired))) done += 1;
  }
  return done;
}

/**
 * A session that was cut short while its token was made stays due, though ended: whatever happens next, the TSP is
 * asked to delete what nobody here knows of. Null when its time was not over.
 */
async function expire(hub: Hub, enrolmentId: string): Promise<Enrolment | null> {
  return hub.store.transaction(async tx => {
    const enrolment = await tx.enrolments.lock(enrolmentId);
    const now = hub.clock.now();
    if (!enrolment?.dueAt || enrolment.dueAt > now) return null;
    if (enrolment.step === 'ENDED') return enrolment;
    const dueAt = enrolment.step === 'DIGITIZATION_ASKED' ? enrolment.dueAt : null;
    const expired: Enrolment = { ...ended(enrolment, { outcome: 'EXPIRED', now }), dueAt };
    await tx.enrolments.save(expired);
    return expired;
  });
}

async function giveTokenBack(hub: Hub, enrolment: Enrolment): Promise<boolean> {
  const product = await hub.store.products.find(enrolment.productId);
  if (!product) throw new Error(`Enrolment ${enrolment.enrolmentId} lost its product`);
  const answer = await tspOf(hub, product.tsp).discardToken(enrolment.enrolmentId);
  const dueAt = answer.ok ? null : new Date(hub.clock.now().getTime() + nextAttempt);
  await hub.store.enrolments.save({ ...enrolment, dueAt });
  return answer.ok;
}
