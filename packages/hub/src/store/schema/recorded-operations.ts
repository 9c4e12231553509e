import type { OperationStatus, OperationTarget } from '../../core/recorded-operation.ts';
import type { Document } from './document.ts';

export interface RecordedOperationTables {
  recorded_operation: RecordedOperationTable;
}

export interface RecordedOperationTable {
  operation_id: string;
  issuer_id: string;
  target_kind: OperationTarget['kind'];
  target_key: string;
  target_id: string;
  operation: string;
  status: OperationStatus;
  start_time: Date;
  end_time: Date | null;
  reason: string | null;
  reason_code: string | null;
  error_code: string | null;
  error: string | null;
  digital_card_ids: Document<string[]>;
  input_file_name: string | null;
  issuer_request_id: string | null;
}
