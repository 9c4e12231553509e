import type { Enrolment } from '../../core/enrolment.ts';

export interface EnrolmentStore {
  insert(enrolment: Enrolment): Promise<void>;
  save(enrolment: Enrolment): Promise<void>;
  find(enrolmentId: string): Promise<Enrolment | null>;
  lock(enrolmentId: string): Promise<Enrolment | null>;
  list(filter: { issuerId?: string; before?: string; limit: number }): Promise<Enrolment[]>;
  due(now: Date, limit: number): Promise<string[]>;
}
