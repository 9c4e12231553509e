import type { NotifyCardOperations } from '@countermark/issuer-kit';
import { note } from '../bank/journal.ts';

/** An operation on a card got somewhere. Called once for each status. */
export const notifyCardOperations: NotifyCardOperations = ({ notice }) => {
  note({ of: 'card', id: notice.cardId, ...notice });
};
