import { deleteCard as current } from '../card-v2/delete-card.ts';
import { underV1 } from '../under-v1.ts';

export const deleteCard = underV1(current);
