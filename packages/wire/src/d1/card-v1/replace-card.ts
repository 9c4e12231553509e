import { replaceCard as current } from '../card-v2/replace-card.ts';
import { underV1 } from '../under-v1.ts';

export const replaceCard = underV1(current);
