import type { Application, NoticeStore, NotifiedChange } from '@countermark/issuer-kit';
import { Recent } from '../recent.ts';

/** What an operation that the issuer was told of is about. */
export type NoticeSubject = 'CARD' | 'CONSUMER' | 'DIGITAL_CARD';

/** One operation in one status, as the hub told it. */
export interface D1Notice {
  issuerId: string;
  subject: NoticeSubject;
  /** `cardId`, `consumerId` or `digitalCardId`. */
  subjectId: string;
  operationId: string;
  operation: string;
  status: string;
  /** Of the call it came with first; null: that had none. */
  correlationId: string | null;
  /** ISO 8601, UTC. */
  receivedAt: string;
  /** How often it came: more than once after a failed attempt. */
  times: number;
  /** As it travelled. */
  notice: object;
}

const capacity = 5_000;

/**
 * What the issuer was told of operations, in the order it came. The hub tells at least once: the same operation in the
 * same status is one notice (Outbound Card API, notify card operations).
 */
export class D1Notices implements NoticeStore {
  readonly #notices = new Recent<D1Notice>(capacity);

  /** Has a notice told unless it was told before: then that is counted. */
  async applyOnce(change: NotifiedChange, tell: () => Promise<void>): Promise<Application> {
    const [same] = this.#notices.where(notice => isSame(notice, change));
    if (same === undefined) {
      await tell();
      return 'applied';
    }
    same.times += 1;
    return 'repeat';
  }

  tell(told: Omit<D1Notice, 'times'>): void {
    this.#notices.add({ ...told, times: 1 });
  }

  /** Those of one issuer, oldest first; of one card, consumer or digital card only, where it is named. */
  of(issuerId: string, subjectId?: string): D1Notice[] {
    return this.#notices.where(
      notice => notice.issuerId === issuerId && (subjectId === undefined || notice.subjectId === subjectId),
    );
  }
}

function isSame({ issuerId, operationId, status }: D1Notice, change: NotifiedChange): boolean {
  if (!('operationId' in change)) return false;
  return issuerId === change.issuerId && operationId === change.operationId && status === change.status;
}
