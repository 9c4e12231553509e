import type { BatchFile, BatchProgress, BatchRecord, BatchResult } from '../../core/batch-file.ts';

/** Batch files, their records and what came of them. */
export interface BatchFileStore {
  insert(file: BatchFile): Promise<void>;
  /**
   * Ends a lease, too. Throws UniqueViolation when a file of these bytes, or of this issuer, batch and number, runs or
   * ran.
   */
  save(file: BatchFile): Promise<void>;
  find(fileId: string): Promise<BatchFile | null>;
  /** The file of these bytes that was not refused. */
  findByDigest(digest: string): Promise<BatchFile | null>;
  /** Newest first. */
  list(filter: { issuerId?: string; before?: string; limit: number }): Promise<BatchFile[]>;
  discard(fileId: string): Promise<void>;
  discardRecords(fileId: string): Promise<void>;
  /** Files that came before then and are still not whole. */
  abandoned(before: Date): Promise<string[]>;
  /** Takes one running file for a while; a crashed worker's comes back when the lease is over. */
  claim(now: Date, until: Date): Promise<BatchFile | null>;
  /** Gives a running file back: to be taken at once, or not before then. */
  release(fileId: string, until: Date | null): Promise<void>;
  /** False when a row was there already. */
  addRecords(fileId: string, records: readonly BatchRecord[]): Promise<boolean>;
  /** In the order of the file, those behind the position `after`. */
  records(fileId: string, page: { after: number; limit: number }): Promise<BatchRecord[]>;
  /** Without result, in the order of the file; those that had a fault come last. */
  openRecords(fileId: string, limit: number): Promise<BatchRecord[]>;
  /** Holds the record until the transaction ends; false when it has its result. */
  lockOpenRecord(fileId: string, position: number): Promise<boolean>;
  /** Does nothing when the record has its result. */
  settle(fileId: string, result: Pick<BatchResult, 'position' | 'result'>): Promise<void>;
  /** Counts one more fault of a record and keeps what it was; returns how many there were. */
  countFault(fileId: string, fault: { position: number; fault: string }): Promise<number>;
  results(fileId: string, page: { after: number; limit: number }): Promise<BatchResult[]>;
  progress(fileId: string): Promise<BatchProgress>;
}
