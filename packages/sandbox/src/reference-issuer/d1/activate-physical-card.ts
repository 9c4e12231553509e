import { activatePhysicalCard as operation } from '@countermark/wire/d1/outbound/activate-physical-card';
import { answer, refuse, serveD1Operation } from './serve-d1-operation.ts';

/** The plastic in the cardholder's hands may be used from now on. Asked again, nothing changes. */
export const activatePhysicalCard = serveD1Operation(operation, async ({ parameters }, { book }) => {
  const { issuerId, cardId } = parameters;
  if (book.find(issuerId, cardId) === undefined) return refuse(404, 'cardId');
  await book.change(issuerId, cardId, { state: 'ACTIVE' });
  return answer(undefined);
});
