import { oneOf } from '../../issuer-gateway/data/element.ts';

/** States of a token at the TSP. */
export const tspTokenStates = ['ACTIVE', 'INACTIVE', 'SUSPENDED', 'DELETED'] as const;

export const TspTokenState = oneOf(tspTokenStates, 'The state of the token at the TSP.');
