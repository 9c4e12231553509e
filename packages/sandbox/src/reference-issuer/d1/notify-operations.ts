import type {
  D1Call,
  NotifyCardOperations,
  NotifyCardOperationV1,
  NotifyConsumerOperations,
  NotifyDigitalCardOperation,
} from '@countermark/issuer-kit';
import type { D1Bank } from './d1-backend.ts';
import type { NoticeSubject } from './notices.ts';

/** What every notice has, in every version of it. */
interface Told {
  operationId: string;
  operation: string;
  status: string;
}

interface Subject {
  subject: NoticeSubject;
  subjectId: string;
}

/** Writes down what became of something. A bank would book it. */
function book({ notices, now }: D1Bank, call: D1Call & { notice: Told }, subject: Subject): void {
  const { issuerId, correlationId, notice } = call;
  const { operationId, operation, status } = notice;
  const receivedAt = now().toISOString();
  notices.tell({ issuerId, ...subject, operationId, operation, status, correlationId, receivedAt, notice });
}

export function notifyCardOperations(bank: D1Bank): NotifyCardOperations {
  return call => book(bank, call, { subject: 'CARD', subjectId: call.notice.cardId });
}

/** The first version names the card in its path. */
export function notifyCardOperationV1(bank: D1Bank): NotifyCardOperationV1 {
  return call => book(bank, call, { subject: 'CARD', subjectId: call.cardId });
}

export function notifyConsumerOperations(bank: D1Bank): NotifyConsumerOperations {
  return call => book(bank, call, { subject: 'CONSUMER', subjectId: call.notice.consumerId });
}

export function notifyDigitalCardOperation(bank: D1Bank): NotifyDigitalCardOperation {
  return call => book(bank, call, { subject: 'DIGITAL_CARD', subjectId: call.digitalCardId });
}
