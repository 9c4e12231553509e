import type { D1Inbound } from '../operation.ts';

/** Click to Pay API. */
export const clickToPayOperations: readonly D1Inbound[] = [];
