import type { ClickToPayProfile } from '../../core/click-to-pay.ts';
import type { Aggregates } from '../../ports/store.ts';

/** Profiles of a consumer that are there, may be there, or have a card on its way into them. */
export async function profilesInUse(
  tx: Pick<Aggregates, 'clickToPay'>,
  consumerKey: string,
): Promise<ClickToPayProfile[]> {
  const profiles = await tx.clickToPay.profilesOf(consumerKey);
  const used = await Promise.all(
    profiles.map(async profile => {
      if (profile.state !== 'ABSENT') return true;
      const enrolments = await tx.clickToPay.enrolmentsOf(profile);
      return enrolments.some(({ state }) => state !== 'LEAVING');
    }),
  );
  return profiles.filter((_, index) => used[index]);
}
