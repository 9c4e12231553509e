import { ended } from '../core/enrolment.ts';
import type { Hub } from '../ports.ts';

/** How many are aged before anybody else gets a turn. */
const batch = 100;

/** Ends sessions whose time is over; returns how many it ended. */
export async function ageEnrolments(hub: Hub): Promise<number> {
  const due = await hub.store.enrolments.due(hub.clock.now(), batch);
  for (const enrolmentId of due) {
    await hub.store.transaction(async tx => {
      const enrolment = await tx.enrolments.lock(enrolmentId);
      const now = hub.clock.now();
      if (!enrolment || enrolment.step === 'ENDED' || !enrolment.dueAt || enrolment.dueAt > now) return;
      await tx.enrolments.save(ended(enrolment, { outcome: 'EXPIRED', now }));
    });
  }
  return due.length;
}
