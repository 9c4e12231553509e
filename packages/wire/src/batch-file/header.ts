import Type from 'typebox';
import { identifier } from '../issuer-gateway/data/element.ts';
import { errorCode } from './record-elements.ts';

/** What every batch file says of itself, whatever it asks for. */
export const BatchHeader = Type.Object({
  batchId: identifier('Of the batch, made up by the issuer.', 48),
  seqNumber: identifier('Of the file within its batch.', 48),
  issuerId: identifier('The issuer that signed the file.', 48),
  operation: identifier('What is asked for with each record.', 48),
});
export type BatchHeader = Type.Static<typeof BatchHeader>;

/** The header of the file that answers: what could be read of the other one's, and the outcome. */
export const BatchOutputHeader = Type.Object({
  ...Type.Partial(BatchHeader).properties,
  totalRecords: Type.Integer({ minimum: 0 }),
  errorCode: Type.Optional(errorCode('When the file as a whole was refused; then there are no results.')),
});
export type BatchOutputHeader = Type.Static<typeof BatchOutputHeader>;
