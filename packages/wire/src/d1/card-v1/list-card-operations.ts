import { listCardOperations as current } from '../card-v2/list-card-operations.ts';
import { underV1 } from '../under-v1.ts';

export const listCardOperations = underV1(current);
