import { activateCard as current } from '../card-v2/activate-card.ts';
import { underV1 } from '../under-v1.ts';

export const activateCard = underV1(current);
