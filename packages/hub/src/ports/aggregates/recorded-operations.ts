import type { OperationTarget, RecordedOperation } from '../../core/recorded-operation.ts';

export interface RecordedOperationStore {
  insert(operation: RecordedOperation): Promise<void>;
  save(operation: RecordedOperation): Promise<void>;
  find(operationId: string): Promise<RecordedOperation | null>;
  /** As find, and holds the row until the transaction ends. */
  lock(operationId: string): Promise<RecordedOperation | null>;
  /** What was done to one card becomes the history of another row, which stands for it from now on. */
  retarget(from: Pick<OperationTarget, 'kind' | 'key'>, key: string): Promise<void>;
  /** Of one card, consumer or digital card, newest first. */
  listOf(
    target: Pick<OperationTarget, 'kind' | 'key'>,
    page: { limit: number; offset: number },
  ): Promise<RecordedOperation[]>;
}
