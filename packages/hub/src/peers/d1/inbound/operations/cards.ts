import type { D1Inbound } from '../operation.ts';

/** Card API, v2 and v1. */
export const cardOperations: readonly D1Inbound[] = [];
