import { getCardOperation as current } from '../card-v2/get-card-operation.ts';
import { underV1 } from '../under-v1.ts';

export const getCardOperation = underV1(current);
