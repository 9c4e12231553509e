import type { UpdateResult } from 'kysely';

/** `what` names the thing and its id. Saving what is not there is a fault of the caller, never an insert. */
export function assertSaved(result: UpdateResult, what: string): void {
  if (result.numUpdatedRows === 0n) throw new Error(`${what} cannot be saved: it is not in the store`);
}
