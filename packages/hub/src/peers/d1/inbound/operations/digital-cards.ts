import type { D1Inbound } from '../operation.ts';

/** Digital Card API. */
export const digitalCardOperations: readonly D1Inbound[] = [];
