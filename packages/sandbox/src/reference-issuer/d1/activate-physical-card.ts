import { type ActivatePhysicalCard, D1CallRefusal } from '@countermark/issuer-kit';
import type { D1Bank } from './d1-backend.ts';

/** The plastic in the cardholder's hands may be used from now on. Asked again, nothing changes. */
export function activatePhysicalCard({ book }: D1Bank): ActivatePhysicalCard {
  return async ({ issuerId, cardId }) => {
    if (book.find(issuerId, cardId) === undefined) return new D1CallRefusal(404, 'cardId');
    await book.change(issuerId, cardId, { state: 'ACTIVE' });
    return undefined;
  };
}
