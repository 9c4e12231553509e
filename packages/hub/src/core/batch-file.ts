import type { ConsumerAndCardRegistrationResult } from '@countermark/wire/batch-file/consumer-card-registration';
import type { FileErrorCode, RecordErrorCode } from '@countermark/wire/batch-file/error-codes';
import { type BatchOperationName, isBatchOperation } from '@countermark/wire/batch-file/operations';
import type { VirtualCardRegistrationResult } from '@countermark/wire/batch-file/virtual-card-registration';

/**
 * RECEIVING: its records are still coming; RUNNING: it was found good, and its records are carried out; DONE: all of
 * them have a result; REFUSED: nothing of it was carried out.
 */
export type BatchFileState = 'RECEIVING' | 'RUNNING' | 'DONE' | 'REFUSED';

/** One batch file of an issuer. What its header says is null as long as it could not be read. */
export interface BatchFile {
  /** The hub's own id of the file. */
  fileId: string;
  /** The name it was left or sent under; null: whoever sent it did not tell. */
  fileName: string | null;
  state: BatchFileState;
  /** SHA-256 of its bytes, in hexadecimal; null until it was read to its end. */
  digest: string | null;
  issuerId: string | null;
  batchId: string | null;
  seqNumber: string | null;
  operation: string | null;
  /** Why it was refused. */
  errorCode: FileErrorCode | null;
  totalRecords: number;
  createdAt: Date;
  finishedAt: Date | null;
}

/** A batch file whose header is whole and asks for what is known. */
export type RunnableBatchFile = BatchFile & { issuerId: string; operation: BatchOperationName };

export function isRunnable(file: BatchFile): file is RunnableBatchFile {
  return file.issuerId !== null && file.operation !== null && isBatchOperation(file.operation);
}

/** What the operations that it asks for tell of it: its name, else what the name of every batch file begins with. */
export function inputFileNameOf({ fileName, batchId, seqNumber }: BatchFile): string {
  return fileName ?? `${batchId}-${seqNumber}`;
}

/** One record of a batch file. */
export interface BatchRecord {
  /** Its place in the file, counted from 0. */
  position: number;
  rowId: number;
  /** Its text as it was signed, sealed by the vault: it may tell of people. Null once it has its result. */
  sealedRecord: Uint8Array | null;
}

/** What came of a record, in the words of the operation it asks for. */
export type RecordResult = VirtualCardRegistrationResult | ConsumerAndCardRegistrationResult;

/** Why a record came to nothing. */
export interface RecordRefusal {
  errorCode: RecordErrorCode;
  /** For people, where the format has room for it. */
  error?: string;
}

export interface BatchResult {
  position: number;
  rowId: number;
  result: RecordResult;
}

/** How far a file is. */
export interface BatchProgress {
  settled: number;
  /** Of those settled, how many came to nothing. */
  failed: number;
}

const hour = 60 * 60_000;

/** A file whose records did not come to an end within this time never will: whoever sent it is gone. */
export const receivingLimit = hour;

/** A record whose carrying out ended with a fault this often never will do better: it has failed. */
export const mostFaults = 5;

/** How long a TSP that is out of order is waited for, counted from when the file came. */
export const tspPatience = 24 * hour;
