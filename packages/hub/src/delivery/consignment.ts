import { goesWithOthers } from '../core/delivery.ts';
import type { Issuer } from '../core/issuer.ts';
import type { DeliveryClaim } from '../ports/aggregates/deliveries.ts';

/** What goes to an issuer in one call: one delivery, or several that may go together, each the first of its queue. */
export interface Consignment {
  issuerId: string;
  claims: readonly [DeliveryClaim, ...DeliveryClaim[]];
}

/** Puts an issuer's claims that may go together into as few calls as it allows, the others into one each. */
export function consign(claims: readonly DeliveryClaim[], { perCall }: { perCall: number }): Consignment[] {
  const { together = [], apart = [] } = Object.groupBy(claims, ({ delivery }) =>
    goesWithOthers(delivery) ? 'together' : 'apart',
  );
  return [...inGroups(together, perCall), ...inGroups(apart, 1)].map(taken => ({
    issuerId: taken[0].delivery.issuerId,
    claims: taken,
  }));
}

function inGroups(claims: readonly DeliveryClaim[], size: number): Consignment['claims'][] {
  const [first, ...others] = claims;
  if (!first) return [];
  return [[first, ...others.slice(0, size - 1)], ...inGroups(others.slice(size - 1), size)];
}

/** How many card notifications an issuer takes in one call. */
export function notificationsPerCall(issuer: Issuer | null): number {
  const d1 = issuer?.settings.d1;
  return d1?.cardNotifications === 'V2' ? d1.notificationsPerCall : 1;
}
