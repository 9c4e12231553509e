import type { Kysely, Transaction } from 'kysely';
import type { Database } from './schema/database.ts';

/** What an aggregate works on: the database itself, or the transaction it was called in. */
export type Handle = Kysely<Database> | Transaction<Database>;

/** Several statements that hold together or not at all, in the caller's transaction or in one of their own. */
export function atomically<T>(handle: Handle, work: (handle: Handle) => Promise<T>): Promise<T> {
  return handle.isTransaction ? work(handle) : handle.transaction().execute(work);
}

/** A lock ends with its transaction; taken outside of one it would hold nothing. */
export function assertTransaction(handle: Handle, call: string): void {
  if (!handle.isTransaction)
    throw new Error(`${call} holds until the transaction ends: call it inside of one`);
}
