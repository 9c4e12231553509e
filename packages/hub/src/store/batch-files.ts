import { type Selectable, sql } from 'kysely';
import type { BatchFile } from '../core/batch-file.ts';
import type { BatchFileStore } from '../ports/aggregates/batch-files.ts';
import { toDocument } from './documents.ts';
import { assertTransaction, type Handle } from './handle.ts';
import { assertSaved } from './saved.ts';
import type { BatchFileTable } from './schema/batch-files.ts';

export function batchFileStore(db: Handle): BatchFileStore {
  const files = () => db.selectFrom('batch_file').selectAll();
  const records = (fileId: string) =>
    db.selectFrom('batch_record').where('file_id', '=', fileId).orderBy('position');
  return {
    async insert(file) {
      await db.insertInto('batch_file').values(toRow(file)).execute();
    },

    async save(file) {
      const { file_id, ...values } = toRow(file);
      const result = await db
        .updateTable('batch_file')
        .set({ ...values, lease_until: null })
        .where('file_id', '=', file_id)
        .executeTakeFirst();
      assertSaved(result, `batch file ${file_id}`);
    },

    async find(fileId) {
      const row = await files().where('file_id', '=', fileId).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async findByDigest(digest) {
      const row = await files()
        .where('digest', '=', digest)
        .where('state', 'in', ['RUNNING', 'DONE'])
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async list({ issuerId, before, limit }) {
      let query = files().orderBy('file_id', 'desc').limit(limit);
      if (issuerId !== undefined) query = query.where('issuer_id', '=', issuerId);
      if (before !== undefined) query = query.where('file_id', '<', before);
      const rows = await query.execute();
      return rows.map(fromRow);
    },

    async discard(fileId) {
      await db.deleteFrom('batch_file').where('file_id', '=', fileId).execute();
    },

    async discardRecords(fileId) {
      await db.deleteFrom('batch_record').where('file_id', '=', fileId).execute();
    },

    async abandoned(before) {
      const rows = await db
        .selectFrom('batch_file')
        .select('file_id')
        .where('state', '=', 'RECEIVING')
        .where('created_at', '<', before)
        .execute();
      return rows.map(row => row.file_id);
    },

    async claim(now, until) {
      const { rows } = await sql<Selectable<BatchFileTable>>`
        update batch_file set lease_until = ${until} where file_id = (
          select file_id from batch_file
          where state = 'RUNNING' and (lease_until is null or lease_until <= ${now})
          order by file_id limit 1 for update skip locked
        ) returning *`.execute(db);
      return rows[0] ? fromRow(rows[0]) : null;
    },

    async release(fileId, until) {
      await db
        .updateTable('batch_file')
        .set({ lease_until: until })
        .where('file_id', '=', fileId)
        .where('state', '=', 'RUNNING')
        .execute();
    },

    async addRecords(fileId, added) {
      // Three parameters, however many records: a statement with one for each value costs more memory than the records.
      const { numAffectedRows } = await sql`
        insert into batch_record (file_id, position, row_id, sealed_record)
        select ${fileId}, added.* from unnest(
          ${added.map(({ position }) => position)}::integer[],
          ${added.map(({ rowId }) => rowId)}::bigint[],
          ${added.map(({ sealedRecord }) => sealedRecord)}::bytea[]
        ) added
        on conflict (file_id, row_id) do nothing`.execute(db);
      return Number(numAffectedRows) === added.length;
    },

    async records(fileId, { after, limit }) {
      const rows = await records(fileId)
        .select(['position', 'row_id', 'sealed_record'])
        .where('position', '>', after)
        .limit(limit)
        .execute();
      return rows.map(row => ({
        position: row.position,
        rowId: row.row_id,
        sealedRecord: row.sealed_record,
      }));
    },

    async openRecords(fileId, limit) {
      const rows = await db
        .selectFrom('batch_record')
        .select(['position', 'row_id', 'sealed_record'])
        .where('file_id', '=', fileId)
        .where('result', 'is', null)
        .orderBy('faults')
        .orderBy('position')
        .limit(limit)
        .execute();
      return rows.map(row => ({
        position: row.position,
        rowId: row.row_id,
        sealedRecord: row.sealed_record,
      }));
    },

    /**
     * An open record still has what it asks for. To ask for that, and not for the missing result, leaves the index of open records
     * out of it: read for one position, it is read through.
     */
    async lockOpenRecord(fileId, position) {
      assertTransaction(db, 'batchFiles.lockOpenRecord');
      const row = await db
        .selectFrom('batch_record')
        .select('position')
        .where('file_id', '=', fileId)
        .where('position', '=', position)
        .where('sealed_record', 'is not', null)
        .forNoKeyUpdate()
        .executeTakeFirst();
      return row !== undefined;
    },

    async settle(fileId, { position, result }) {
      await db
        .updateTable('batch_record')
        .set({ sealed_record: null, result: toDocument(result) })
        .where('file_id', '=', fileId)
        .where('position', '=', position)
        .where('sealed_record', 'is not', null)
        .execute();
    },

    async countFault(fileId, { position, fault }) {
      const { faults } = await db
        .updateTable('batch_record')
        .set(record => ({ faults: record('faults', '+', 1), fault }))
        .where('file_id', '=', fileId)
        .where('position', '=', position)
        .returning('faults')
        .executeTakeFirstOrThrow();
      return faults;
    },

    async results(fileId, { after, limit }) {
      const rows = await records(fileId)
        .select(['position', 'row_id', 'result'])
        .where('position', '>', after)
        .where('result', 'is not', null)
        .limit(limit)
        .execute();
      return rows.flatMap(({ position, row_id: rowId, result }) =>
        result ? [{ position, rowId, result }] : [],
      );
    },

    async progress(fileId) {
      const { rows } = await sql<{ settled: number; failed: number }>`
        select count(result)::integer as settled,
          count(*) filter (where result ->> 'status' = 'KO')::integer as failed
        from batch_record where file_id = ${fileId}`.execute(db);
      return rows[0] ?? { settled: 0, failed: 0 };
    },
  };
}

function toRow(file: BatchFile) {
  return {
    file_id: file.fileId,
    file_name: file.fileName,
    state: file.state,
    digest: file.digest,
    issuer_id: file.issuerId,
    batch_id: file.batchId,
    seq_number: file.seqNumber,
    operation: file.operation,
    error_code: file.errorCode,
    total_records: file.totalRecords,
    created_at: file.createdAt,
    finished_at: file.finishedAt,
  };
}

function fromRow(row: Selectable<BatchFileTable>): BatchFile {
  return {
    fileId: row.file_id,
    fileName: row.file_name,
    state: row.state,
    digest: row.digest,
    issuerId: row.issuer_id,
    batchId: row.batch_id,
    seqNumber: row.seq_number,
    operation: row.operation,
    errorCode: row.error_code,
    totalRecords: row.total_records,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}
