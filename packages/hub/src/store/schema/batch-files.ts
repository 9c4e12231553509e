import type { Generated } from 'kysely';
import type { BatchFile, RecordResult } from '../../core/batch-file.ts';
import type { NullableDocument } from './document.ts';

export interface BatchFileTables {
  batch_file: BatchFileTable;
  batch_record: BatchRecordTable;
}

export interface BatchFileTable {
  file_id: string;
  file_name: string | null;
  state: BatchFile['state'];
  digest: string | null;
  issuer_id: string | null;
  batch_id: string | null;
  seq_number: string | null;
  operation: string | null;
  error_code: BatchFile['errorCode'];
  total_records: number;
  created_at: Date;
  finished_at: Date | null;
  lease_until: Date | null;
}

interface BatchRecordTable {
  file_id: string;
  position: number;
  row_id: number;
  sealed_record: Uint8Array | null;
  result: NullableDocument<RecordResult>;
  faults: Generated<number>;
  fault: string | null;
}
