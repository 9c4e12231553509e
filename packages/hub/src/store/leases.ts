import { type RawBuilder, sql } from 'kysely';

/** A row that no worker has, or whose worker died: the condition on its `lease_until`. */
export function unleased(now: Date): RawBuilder<boolean> {
  return sql`(lease_until is null or lease_until <= ${now})`;
}
