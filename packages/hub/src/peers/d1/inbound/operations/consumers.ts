import type { D1Inbound } from '../operation.ts';

/** Consumer API, v2 and v1. */
export const consumerOperations: readonly D1Inbound[] = [];
