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
export class D1Notices {
  readonly #notices = new Recent<D1Notice>(capacity);

  tell(told: Omit<D1Notice, 'times'>): void {
    const [same] = this.#notices.where(
      ({ issuerId, operationId, status }) =>
        issuerId === told.issuerId && operationId === told.operationId && status === told.status,
    );
    if (same) same.times += 1;
    else this.#notices.add({ ...told, times: 1 });
  }

  /** Those of one issuer, oldest first; of one card, consumer or digital card only, where it is named. */
  of(issuerId: string, subjectId?: string): D1Notice[] {
    return this.#notices.where(
      notice => notice.issuerId === issuerId && (subjectId === undefined || notice.subjectId === subjectId),
    );
  }
}
