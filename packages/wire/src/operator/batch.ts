import Type from 'typebox';
import { identifier, instant, integer } from '../issuer-gateway/data/element.ts';
import { closedObject } from './closed-object.ts';
import { IssuerId, Limit } from './elements.ts';

/** Media type in which a batch file is sent: as it is, whatever it holds. */
export const batchFileMediaType = 'application/octet-stream';

export const FileId = Type.String({
  pattern: '^[0-9a-f-]{36}$',
  description: 'Id of a batch file, as `countermark batch list` shows it',
});

const FileName = Type.String({
  pattern: '^[^/\\\\]{1,256}$',
  description: 'Name of the file, without its folder',
});

/** `POST /batches?fileName=…`: what its records make in the D1 family names the file. */
export const SentBatch = closedObject({ fileName: Type.Optional(FileName) });
export type SentBatch = Type.Static<typeof SentBatch>;

export const BatchView = Type.Object({
  fileId: identifier("The hub's own id of the file."),
  state: Type.Enum(['RECEIVING', 'RUNNING', 'DONE', 'REFUSED'], {
    description: 'RUNNING files are being carried out; REFUSED ones are not, `errorCode` says why.',
  }),
  fileName: Type.Optional(FileName),
  issuerId: Type.Optional(identifier('As its header says; absent when it could not be read.')),
  batchId: Type.Optional(identifier('As its header says.')),
  seqNumber: Type.Optional(identifier('As its header says.')),
  operation: Type.Optional(identifier('What is asked for with each record, as its header says.')),
  errorCode: Type.Optional(identifier('File-level error code of the batch file format.')),
  totalRecords: integer('Records in the file.'),
  createdAt: instant('When the file came.'),
  finishedAt: Type.Optional(instant('When it was done or refused.')),
});
export type BatchView = Type.Static<typeof BatchView>;

/** `POST /batches`, with the file as body; `GET /batches/{fileId}`. */
export const BatchDetails = Type.Object({
  ...BatchView.properties,
  settledRecords: integer('Records that have their result.'),
  failedRecords: integer('Of those, how many have the status `KO`.'),
});
export type BatchDetails = Type.Static<typeof BatchDetails>;

export const BatchFilter = closedObject({
  issuerId: Type.Optional(IssuerId),
  before: Type.Optional(FileId),
  limit: Type.Optional(Limit),
});
export type BatchFilter = Type.Static<typeof BatchFilter>;

export const BatchList = Type.Object({
  batches: Type.Array(BatchView, { description: 'Newest first.' }),
  next: Type.Optional(identifier('`before` of the following page.')),
});
export type BatchList = Type.Static<typeof BatchList>;
