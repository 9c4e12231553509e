import { recordErrorCodes } from '@countermark/wire/batch-file/error-codes';
import {
  type BatchRecord,
  mostFaults,
  type RecordRefusal,
  type RunnableBatchFile,
  tspPatience,
} from '../../core/batch-file.ts';
import { faultOf } from '../../core/fault.ts';
import type { Hub } from '../../ports/hub.ts';
import { UniqueViolation } from '../../ports/store.ts';
import { inLanes, inOrder } from './in-lanes.ts';
import type { FileUnderWay, RecordNames, RecordOperation, RecordReading } from './record-operation.ts';
import { recordOperations } from './record-operations.ts';
import { openRecord } from './sealed-record.ts';

/** What came of some records: how many have their result now, whether a TSP is out of order, and the first fault. */
export interface RecordRound {
  settled: number;
  tsp: 'WORKS' | 'DOWN';
  fault: { error: unknown } | null;
}

/** A record that was read. */
interface Entry {
  record: BatchRecord;
  reading: RecordReading;
}

/**
 * Carries out records of a batch file. Each is settled in one transaction with what it asks for, so that whatever breaks,
 * none is lost and none done twice. Records that a TSP keeps waiting stay as they are, and so do those that end with a
 * fault, until there were too many: then they have failed.
 */
export async function carryOutRecords(
  hub: Hub,
  { file, records }: { file: RunnableBatchFile; records: readonly BatchRecord[] },
): Promise<RecordRound> {
  const issuer = await hub.store.issuers.find(file.issuerId);
  if (!issuer) throw new Error(`Issuer ${file.issuerId} of batch file ${file.fileId} is gone`);
  const under = { file, issuer, requestors: await hub.store.requestors.list() };
  const operation = recordOperations[file.operation];
  const result: RecordRound = { settled: 0, tsp: 'WORKS', fault: null };
  const caught = async (record: BatchRecord, names: RecordNames, error: unknown) => {
    result.fault ??= { error };
    if (await countFault(hub, { under, operation, record, names }, error)) result.settled += 1;
  };

  const entries: Entry[] = [];
  await inLanes(records, async record => {
    try {
      const text = openRecord(hub.vault, file.fileId, record);
      if (text !== null) entries.push({ record, reading: await operation.read(hub, under, text) });
    } catch (error) {
      await caught(record, {}, error);
    }
  });

  await inOrder(entries.sort(byPosition), {
    subjectsOf: ({ reading }) => (reading.ok ? reading.task.subjects : []),
    work: async entry => {
      try {
        if (await settle(hub, { under, operation, entry })) result.settled += 1;
        else result.tsp = 'DOWN';
      } catch (error) {
        await caught(entry.record, entry.reading.names, error);
      }
    },
  });
  if (result.settled > 0) {
    hub.wake.operations();
    hub.wake.clickToPay();
    hub.wake.deliveries();
  }
  return result;
}

function byPosition(one: Entry, other: Entry): number {
  return one.record.position - other.record.position;
}

/** True when that was one too many, and the record has its result. */
async function countFault(
  hub: Hub,
  parts: { under: FileUnderWay; operation: RecordOperation; record: BatchRecord; names: RecordNames },
  error: unknown,
): Promise<boolean> {
  const { fileId } = parts.under.file;
  const { position } = parts.record;
  const { name, at } = faultOf(error);
  const faults = await hub.store.batchFiles.countFault(fileId, { position, fault: `${name} ${at}` });
  if (faults < mostFaults) return false;
  const refusal = {
    errorCode: recordErrorCodes.TSP_ERROR,
    error: `The hub failed at this record ${mostFaults} times.`,
  };
  const result = parts.operation.failed(parts.names, refusal);
  await hub.store.batchFiles.settle(fileId, { position, result });
  return true;
}

/** False when the TSP is to be asked again later. */
async function settle(
  hub: Hub,
  { under, operation, entry }: { under: FileUnderWay; operation: RecordOperation; entry: Entry },
): Promise<boolean> {
  const { fileId } = under.file;
  const { position } = entry.record;
  const { names, ...reading } = entry.reading;
  const fail = async (refusal: RecordRefusal) => {
    await hub.store.batchFiles.settle(fileId, { position, result: operation.failed(names, refusal) });
    return true;
  };

  if (!reading.ok) return fail(reading.refusal);
  const preparation = await reading.task.prepare();
  if (!preparation.ok)
    return preparation.mayPass && mayWait(hub, under.file) ? false : fail(preparation.refusal);
  const carryOut = () =>
    hub.store.transaction(async tx => {
      if (!(await tx.batchFiles.lockOpenRecord(fileId, position))) return;
      await tx.batchFiles.settle(fileId, { position, result: await preparation.carryOut(tx) });
    });
  try {
    await carryOut().catch((error: unknown) => {
      // Somebody else stored the same first: now it is known.
      if (error instanceof UniqueViolation) return carryOut();
      throw error;
    });
    return true;
  } catch (error) {
    const refusal = operation.refusalOf(error);
    if (refusal === null) throw error;
    return fail(refusal);
  }
}

function mayWait(hub: Hub, { createdAt }: RunnableBatchFile): boolean {
  return hub.clock.now().getTime() - createdAt.getTime() < tspPatience;
}
