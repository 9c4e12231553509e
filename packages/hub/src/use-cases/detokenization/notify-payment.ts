import type { Notify } from '@countermark/wire/detokenization/notify';
import type { Detokenizer } from '../../core/detokenizer.ts';
import type { Hub } from '../../ports/hub.ts';
import { type CallRefused, refuseCall } from '../enrolment/enrolment-result.ts';
import { recordTokenTransaction } from '../tsp/record-token-transaction.ts';

const builtInTsp = 'DOMESTIC';

/** A detokenizer tells what became of a payment with a token of the built-in TSP. */
export async function notifyPayment(
  hub: Hub,
  { detokenizer, message }: { detokenizer: Detokenizer; message: Notify },
): Promise<{ taken: true } | CallRefused> {
  const fingerprint = hub.vault.fingerprint('token', message.tokenizedCard.pan);
  const atTsp = await hub.store.domesticTokens.findByFingerprint(fingerprint);
  const token = atTsp && (await hub.store.tokens.findAtTsp({ ...atTsp, tsp: builtInTsp }));
  if (!token || token.state === 'ERASED') return refuseCall(119, 'Unknown token');
  const { transactionType, result, transactionDateTime, amount, cardAcceptor } = message;
  const recorded = await recordTokenTransaction(hub, {
    tsp: builtInTsp,
    // Two callers may number their payments alike.
    transactionId: `${detokenizer.detokenizerId}:${message.reference}`,
    madeWith: { cardId: token.cardId, virtualCardId: token.virtualCardId },
    walletIndicator: null,
    data: {
      transactionType,
      result,
      transactionDateTime,
      amount,
      ...(cardAcceptor?.name !== undefined && { merchant: { name: cardAcceptor.name } }),
    },
  });
  return recorded === 'RECORDED'
    ? { taken: true }
    : refuseCall(112, 'Bad parameter format: another payment was told of under this reference');
}
