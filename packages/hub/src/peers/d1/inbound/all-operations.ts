import type { D1Inbound } from './operation.ts';
import { cardOperations } from './operations/cards.ts';
import { clickToPayOperations } from './operations/click-to-pay.ts';
import { consumerOperations } from './operations/consumers.ts';
import { digitalCardOperations } from './operations/digital-cards.ts';

/** Every call of the D1 APIs that needs an access token. */
export const inboundOperations: readonly D1Inbound[] = [
  ...consumerOperations,
  ...cardOperations,
  ...digitalCardOperations,
  ...clickToPayOperations,
];
