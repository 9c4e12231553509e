import { suspendCard as current } from '../card-v2/suspend-card.ts';
import { underV1 } from '../under-v1.ts';

export const suspendCard = underV1(current);
