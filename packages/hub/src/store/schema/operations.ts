import type { Operation, OperationStep } from '../../core/operation.ts';
import type { TokenAction } from '../../core/token.ts';
import type { Notice, TokenEvent } from '../../core/token-life-cycle.ts';
import type { Reporter } from '../../core/token-report.ts';
import type { TokenSource } from '../../core/token-source.ts';
import type { Document, NullableDocument } from './document.ts';

export interface OperationTables {
  operation: OperationTable;
}

export interface OperationTable {
  card_id: string;
  operation_id: string;
  virtual_card_id: string;
  issuer_id: string;
  correlation_id: string;
  kind: Operation['kind'];
  action: TokenAction;
  event: Document<TokenEvent>;
  source: TokenSource;
  reason: number | null;
  reported_by: Reporter | null;
  step: OperationStep;
  notice: NullableDocument<Notice>;
  attempts: number;
  created_at: Date;
  next_attempt_at: Date;
  recorded_operation_id: string | null;
  lane: string;
  lease_until: Date | null;
}
