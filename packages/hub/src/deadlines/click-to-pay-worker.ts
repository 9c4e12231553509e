import type { DirectoryName } from '../core/directory.ts';
import type { ProfileClaim } from '../ports/aggregates/click-to-pay.ts';
import type { Hub } from '../ports/hub.ts';
import { carryOutRequest } from '../use-cases/click-to-pay/carry-out-request.ts';

/** Consumers of one directory that one process works for at once. A dead directory holds up its own only. */
const mostUnderWay = 16;

/** Longer than the issuer and the directory may take together, which is asked twice at most. */
const lease = 120_000;

/** Takes consumers of one directory for whom there is something to do; any number of processes share the work. */
export function claimDueProfiles(
  hub: Hub,
  directory: DirectoryName,
  underWay: ReadonlySet<ProfileClaim>,
): Promise<ProfileClaim[]> {
  const limit = mostUnderWay - underWay.size;
  if (limit <= 0) return Promise.resolve([]);
  const now = hub.clock.now();
  return hub.store.clickToPay.claim(now, { directory, until: new Date(now.getTime() + lease), limit });
}

/** Carries the request whose turn it is as far as it goes now. */
export async function carryOutForProfile(hub: Hub, claim: ProfileClaim): Promise<{ afterwards: null }> {
  await carryOutRequest(hub, claim);
  return { afterwards: null };
}
