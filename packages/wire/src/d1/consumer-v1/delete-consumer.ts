import { deleteConsumer as current } from '../consumer-v2/delete-consumer.ts';
import { underV1 } from '../under-v1.ts';

export const deleteConsumer = underV1(current);
