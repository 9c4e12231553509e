import { notifyCardOperationV1 as cardV1 } from '@countermark/wire/d1/outbound/notify-card-operation-v1';
import { notifyCardOperations as cards } from '@countermark/wire/d1/outbound/notify-card-operations';
import { notifyConsumerOperations as consumers } from '@countermark/wire/d1/outbound/notify-consumer-operations';
import { notifyDigitalCardOperation as digitalCard } from '@countermark/wire/d1/outbound/notify-digital-card-operation';
import type { NoticeSubject } from './notices.ts';
import { answer, type D1Means, serveD1Operation } from './serve-d1-operation.ts';

/** What every notice has, in every version of it. */
interface Told {
  operationId: string;
  operation: string;
  status: string;
}

/** Writes down what became of something. A bank would book it. */
function book(means: D1Means, subject: { subject: NoticeSubject; subjectId: string }, told: Told): void {
  const { operationId, operation, status } = told;
  means.notices.tell({
    issuerId: means.issuer.issuerId,
    ...subject,
    operationId,
    operation,
    status,
    correlationId: means.correlationId,
    receivedAt: means.now().toISOString(),
    notice: told,
  });
}

export const notifyCardOperations = serveD1Operation(cards, async ({ request }, means) => {
  for (const told of request) book(means, { subject: 'CARD', subjectId: told.cardId }, told);
  return answer(undefined);
});

/** The first version names the card in its path. */
export const notifyCardOperationV1 = serveD1Operation(cardV1, async ({ parameters, request }, means) => {
  book(means, { subject: 'CARD', subjectId: parameters.cardId }, request);
  return answer(undefined);
});

export const notifyConsumerOperations = serveD1Operation(consumers, async ({ request }, means) => {
  for (const told of request) book(means, { subject: 'CONSUMER', subjectId: told.consumerId }, told);
  return answer(undefined);
});

export const notifyDigitalCardOperation = serveD1Operation(
  digitalCard,
  async ({ parameters, request }, means) => {
    book(means, { subject: 'DIGITAL_CARD', subjectId: parameters.digitalCardId }, request);
    return answer(undefined);
  },
);
