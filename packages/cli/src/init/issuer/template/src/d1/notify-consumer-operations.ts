import type { NotifyConsumerOperations } from '@countermark/issuer-kit';
import { note } from '../bank/journal.ts';

/** An operation on a consumer got somewhere. Called once for each status. */
export const notifyConsumerOperations: NotifyConsumerOperations = ({ notice }) => {
  note({ of: 'consumer', id: notice.consumerId, ...notice });
};
