import { type BatchFilePart, batchFileParts } from '@countermark/wire/batch-file/batch-file-parts';
import { readDetachedSignature, signatureCheck } from '@countermark/wire/batch-file/detached-signature';
import { type FileErrorCode, fileErrorCodes } from '@countermark/wire/batch-file/error-codes';
import { BatchHeader } from '@countermark/wire/batch-file/header';
import { batchOperations, isBatchOperation } from '@countermark/wire/batch-file/operations';
import { RecordRow } from '@countermark/wire/batch-file/record-elements';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { type Refusal, readMessage } from '@countermark/wire/reading';
import type { BatchFile, BatchRecord } from '../../core/batch-file.ts';
import type { Hub } from '../../ports/hub.ts';
import { violates } from '../../ports/store.ts';
import { openRecord, sealRecord } from './sealed-record.ts';

/** How many records are stored or read at a time. */
const page = 100;

/**
 * Takes in a batch file while it arrives, never more than some records of it in memory, and judges it as a whole. One
 * that is good is RUNNING from then on; what else it may be is REFUSED. The same bytes again are the same file. Whoever
 * sends them must send them to their end: a file that breaks off by a fault leaves nothing.
 */
export async function receiveBatchFile(
  hub: Hub,
  content: AsyncIterable<Uint8Array>,
  { fileName = null }: { fileName?: string | null } = {},
): Promise<{ file: BatchFile; known: 'NEW' | 'KNOWN' }> {
  const file = newFile(hub, fileName);
  await hub.store.batchFiles.insert(file);
  try {
    return await judge(hub, { file, content });
  } catch (error) {
    await hub.store.batchFiles.discard(file.fileId);
    throw error;
  }
}

function newFile(hub: Hub, fileName: string | null): BatchFile {
  return {
    fileId: hub.ids.uuid(),
    fileName,
    state: 'RECEIVING',
    digest: null,
    issuerId: null,
    batchId: null,
    seqNumber: null,
    operation: null,
    errorCode: null,
    totalRecords: 0,
    createdAt: hub.clock.now(),
    finishedAt: null,
  };
}

async function judge(
  hub: Hub,
  { file, content }: { file: BatchFile; content: AsyncIterable<Uint8Array> },
): Promise<{ file: BatchFile; known: 'NEW' | 'KNOWN' }> {
  const intake = await takeIn(hub, { fileId: file.fileId, content });
  const read: BatchFile = {
    ...file,
    ...intake.header,
    totalRecords: intake.totalRecords,
    digest: intake.digest,
  };
  const errorCode = intake.errorCode ?? (await faultOf(hub, { fileId: file.fileId, intake }));
  if (errorCode !== null) return { file: await refuse(hub, read, errorCode), known: 'NEW' };
  const running: BatchFile = { ...read, state: 'RUNNING' };
  try {
    await hub.store.batchFiles.save(running);
  } catch (error) {
    if (violates(error, 'batch_file_number_unique'))
      return { file: await refuse(hub, read, fileErrorCodes.INVALID_HEADER), known: 'NEW' };
    const known = violates(error, 'batch_file_digest_unique') && (await knownFile(hub, read));
    if (!known) throw error;
    await hub.store.batchFiles.discard(file.fileId);
    return { file: known, known: 'KNOWN' };
  }
  hub.wake.batchFiles();
  return { file: running, known: 'NEW' };
}

function knownFile(hub: Hub, { digest }: BatchFile): Promise<BatchFile | null> | null {
  return digest === null ? null : hub.store.batchFiles.findByDigest(digest);
}

async function refuse(hub: Hub, file: BatchFile, errorCode: FileErrorCode): Promise<BatchFile> {
  const refused: BatchFile = { ...file, state: 'REFUSED', errorCode, finishedAt: hub.clock.now() };
  await hub.store.batchFiles.discardRecords(file.fileId);
  await hub.store.batchFiles.save(refused);
  return refused;
}

/** What was read of a file. */
interface Intake {
  header: BatchHeader | null;
  headerText: string;
  signature: unknown;
  totalRecords: number;
  digest: string | null;
  errorCode: FileErrorCode | null;
}

async function takeIn(
  hub: Hub,
  { fileId, content }: { fileId: string; content: AsyncIterable<Uint8Array> },
): Promise<Intake> {
  const intake: Intake = {
    header: null,
    headerText: '',
    signature: undefined,
    totalRecords: 0,
    digest: null,
    errorCode: null,
  };
  let waiting: BatchRecord[] = [];
  const store = async (): Promise<FileErrorCode | null> => {
    const added = waiting.length === 0 || (await hub.store.batchFiles.addRecords(fileId, waiting));
    waiting = [];
    return added ? null : fileErrorCodes.DUPLICATE_ROW_ID;
  };
  for await (const part of batchFileParts(content)) {
    intake.errorCode =
      part.kind === 'RECORD' ? takeRecord(hub, intake, { fileId, part, waiting }) : takePart(intake, part);
    if (waiting.length === page || part.kind === 'END') intake.errorCode ??= await store();
    if (intake.errorCode !== null) break;
  }
  return intake;
}

function takeRecord(
  hub: Hub,
  intake: Intake,
  {
    fileId,
    part,
    waiting,
  }: { fileId: string; part: { text: string; value: unknown }; waiting: BatchRecord[] },
): FileErrorCode | null {
  const row = readMessage(RecordRow, part.value);
  // Without its row, the result of the record could not be told.
  if (!row.ok) return fileErrorCodes.FIELD_INVALID_FORMAT;
  const position = intake.totalRecords;
  const sealedRecord = sealRecord(hub.vault, { fileId, position, text: part.text });
  waiting.push({ position, rowId: row.message.rowId, sealedRecord });
  intake.totalRecords += 1;
  return null;
}

function takePart(intake: Intake, part: Exclude<BatchFilePart, { kind: 'RECORD' }>): FileErrorCode | null {
  switch (part.kind) {
    case 'HEADER':
      return takeHeader(intake, part);
    case 'SIGNATURE':
      intake.signature = part.value;
      return null;
    case 'END':
      intake.digest = part.digest;
      return null;
    case 'REFUSED':
      return part.errorCode;
  }
}

function takeHeader(intake: Intake, { text, value }: { text: string; value: unknown }): FileErrorCode | null {
  const header = readMessage(BatchHeader, value);
  if (!header.ok) return headerRefused(header);
  intake.header = header.message;
  intake.headerText = text;
  const { operation } = header.message;
  if (!isBatchOperation(operation)) return fileErrorCodes.INVALID_HEADER;
  const ofOperation = readMessage(batchOperations[operation].header, value);
  return ofOperation.ok ? null : headerRefused(ofOperation);
}

function headerRefused({ code }: Refusal): FileErrorCode {
  return code === ResponseCode.missingParameter
    ? fileErrorCodes.MANDATORY_PARAMETER_MISSING_HEADER
    : fileErrorCodes.FIELD_INVALID_FORMAT;
}

/** What is wrong with a file that was read to its end; null when nothing is. */
async function faultOf(
  hub: Hub,
  { fileId, intake }: { fileId: string; intake: Intake },
): Promise<FileErrorCode | null> {
  const { header, headerText, signature } = intake;
  if (header === null) return fileErrorCodes.MANDATORY_PARAMETER_MISSING_HEADER;
  if (!(await hub.store.issuers.find(header.issuerId))) return fileErrorCodes.INVALID_HEADER;
  const signed = await isSigned(hub, { fileId, issuerId: header.issuerId, headerText, signature });
  return signed ? null : fileErrorCodes.INVALID_SIGNATURE;
}

/** Over the text of header and records alone, without insignificant white space. */
async function isSigned(
  hub: Hub,
  file: { fileId: string; issuerId: string; headerText: string; signature: unknown },
): Promise<boolean> {
  const signature = typeof file.signature === 'string' ? readDetachedSignature(file.signature) : null;
  if (signature === null) return false;
  const check = signatureCheck(signature, await hub.store.issuers.publicKeys(file.issuerId, 'SIGNING'));
  check.update(`{"header":${file.headerText},"records":[`);
  for (let after = -1; ; ) {
    const records = await hub.store.batchFiles.records(file.fileId, { after, limit: page });
    for (const record of records) {
      const text = openRecord(hub.vault, file.fileId, record);
      check.update(`${record.position === 0 ? '' : ','}${text}`);
    }
    after = records.at(-1)?.position ?? after;
    if (records.length < page) break;
  }
  check.update(']}');
  return check.verify();
}
