import type { Selectable } from 'kysely';
import type { RecordedOperation } from '../core/recorded-operation.ts';
import type { RecordedOperationStore } from '../ports/aggregates/recorded-operations.ts';
import { toDocument } from './documents.ts';
import { assertTransaction, type Handle } from './handle.ts';
import { assertSaved } from './saved.ts';
import type { RecordedOperationTable } from './schema/recorded-operations.ts';

export function recordedOperationStore(db: Handle): RecordedOperationStore {
  const operations = () => db.selectFrom('recorded_operation').selectAll();
  return {
    async insert(operation) {
      await db.insertInto('recorded_operation').values(toRow(operation)).execute();
    },

    async save(operation) {
      const { operation_id, ...values } = toRow(operation);
      const result = await db
        .updateTable('recorded_operation')
        .set(values)
        .where('operation_id', '=', operation_id)
        .executeTakeFirst();
      assertSaved(result, `recorded operation ${operation_id}`);
    },

    async find(operationId) {
      const row = await operations().where('operation_id', '=', operationId).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async lock(operationId) {
      assertTransaction(db, 'recordedOperations.lock');
      const row = await operations()
        .where('operation_id', '=', operationId)
        .forNoKeyUpdate()
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async retarget({ kind, key }, newKey) {
      await db
        .updateTable('recorded_operation')
        .set({ target_key: newKey })
        .where('target_kind', '=', kind)
        .where('target_key', '=', key)
        .execute();
    },

    async listOf({ kind, key }, { limit, offset }) {
      const rows = await operations()
        .where('target_kind', '=', kind)
        .where('target_key', '=', key)
        .orderBy('operation_id', 'desc')
        .limit(limit)
        .offset(offset)
        .execute();
      return rows.map(fromRow);
    },
  };
}

function toRow(operation: RecordedOperation) {
  return {
    operation_id: operation.operationId,
    issuer_id: operation.issuerId,
    target_kind: operation.target.kind,
    target_key: operation.target.key,
    target_id: operation.target.id,
    operation: operation.operation,
    status: operation.status,
    start_time: operation.startTime,
    end_time: operation.endTime,
    reason: operation.reason,
    reason_code: operation.reasonCode,
    error_code: operation.errorCode,
    error: operation.error,
    digital_card_ids: toDocument(operation.digitalCardIds),
    input_file_name: operation.inputFileName,
    issuer_request_id: operation.issuerRequestId,
  };
}

function fromRow(row: Selectable<RecordedOperationTable>): RecordedOperation {
  return {
    operationId: row.operation_id,
    issuerId: row.issuer_id,
    target: { kind: row.target_kind, key: row.target_key, id: row.target_id },
    operation: row.operation,
    status: row.status,
    startTime: row.start_time,
    endTime: row.end_time,
    reason: row.reason,
    reasonCode: row.reason_code,
    errorCode: row.error_code,
    error: row.error,
    digitalCardIds: row.digital_card_ids,
    inputFileName: row.input_file_name,
    issuerRequestId: row.issuer_request_id,
  };
}
