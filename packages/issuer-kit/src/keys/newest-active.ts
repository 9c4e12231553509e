import { X509Certificate } from 'node:crypto';

/** From when to when a key is sealed for. */
export interface Activity {
  readonly from: Date;
  readonly until: Date;
}

/** None of the hub's keys is good at this time: get its present one. */
export class NoActiveKeyError extends Error {
  override readonly name = 'NoActiveKeyError';
}

/**
 * The key to seal for: of those that are active the one that became so last; of two that became so together the first of
 * the list. So the next key can be given before its time, and is used from then on.
 *
 * @throws NoActiveKeyError
 */
export function newestActive<Key extends { readonly keyIdentifier: string; readonly activity: Activity }>(
  keys: readonly Key[],
  at: Date,
): Key {
  const [newest] = keys
    .filter(({ activity }) => activity.from <= at && at < activity.until)
    .toSorted((one, other) => other.activity.from.getTime() - one.activity.from.getTime());
  if (newest) return newest;
  const names = keys.map(({ keyIdentifier }) => keyIdentifier).join(', ') || 'none';
  throw new NoActiveKeyError(
    `No key of the hub is active on ${at.toISOString()} (given: ${names}): get its present one`,
  );
}

/** The activity of a key that is known by its certificate. */
export function activityOf(certificatePem: string): Activity {
  const { validFromDate: from, validToDate: until } = new X509Certificate(certificatePem);
  return { from, until };
}
