import type { NotifyDigitalCardOperation } from '@countermark/issuer-kit';
import { note } from '../bank/journal.ts';

/** An operation on a digital card, that is a token, got somewhere. Called once for each status. */
export const notifyDigitalCardOperation: NotifyDigitalCardOperation = ({ digitalCardId, notice }) => {
  note({ of: 'digital card', id: digitalCardId, ...notice });
};
