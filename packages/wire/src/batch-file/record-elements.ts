import Type from 'typebox';
import { integer } from '../issuer-gateway/data/element.ts';

/** What records and their results have in common, whatever the file asks for. */

/** What all records need, whatever else is wrong with them: by it their results are told apart. */
export const RecordRow = Type.Object({ rowId: integer('Unique within the file.') });

export const Status = Type.Enum(['OK', 'KO']);

export function errorCode(description: string) {
  return Type.String({ pattern: '^[0-9]{3}$', description });
}
