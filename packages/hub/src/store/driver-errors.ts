import { UniqueViolation } from '../ports/store.ts';

/** SQLSTATE unique_violation. */
const uniqueViolation = '23505';

/**
 * The error to throw for what the driver threw. A violated unique index becomes `UniqueViolation`, which names the index
 * alone: the driver's detail shows the values that collided, and they may be card data.
 */
export function toStoreError(error: unknown): unknown {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return code === uniqueViolation && typeof constraint === 'string' ? new UniqueViolation(constraint) : error;
}
