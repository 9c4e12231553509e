import Type from 'typebox';
import { envelopedData, identifier, integer } from '../issuer-gateway/data/element.ts';

/**
 * The batch file that makes tokens known which were made before the issuer joined (classic tokenization guide,
 * "Synchronize tokens using batch files"): its parts, and those of the file that answers it.
 */

export const batchOperation = 'VIRTUAL_CARD_REGISTRATION';

export const BatchHeader = Type.Object({
  batchId: identifier('Of the batch, made up by the issuer.', 48),
  seqNumber: identifier('Of the file within its batch.', 48),
  issuerId: identifier('The issuer that signed the file.', 48),
  operation: identifier(`\`${batchOperation}\`.`, 48),
});
export type BatchHeader = Type.Static<typeof BatchHeader>;

export const VirtualCardRegistrationRecord = Type.Object({
  rowId: integer('Unique within the file.'),
  virtualCardRegistrationRequest: Type.Object({
    card: Type.Object({
      id: identifier('The card as the issuer knows it from now on: its issuerCardRefId.', 48),
      encryptedData: envelopedData("The card's FPAN, sealed with the hub's certificate.", 8192),
      scheme: identifier('`VISA`, `MASTERCARD`, or another payment scheme of a card product.', 32),
    }),
  }),
});
export type VirtualCardRegistrationRecord = Type.Static<typeof VirtualCardRegistrationRecord>;

/** What all records need, whatever else is wrong with them: by it their results are told apart. */
export const RecordRow = Type.Pick(VirtualCardRegistrationRecord, ['rowId']);

const errorCode = (description: string) => Type.String({ pattern: '^[0-9]{3}$', description });
const Status = Type.Enum(['OK', 'KO']);

export const VirtualCardRegistrationResult = Type.Object({
  status: Status,
  card: Type.Optional(
    Type.Object({
      id: Type.String(),
      status: Status,
      virtualCardIds: Type.Array(Type.String(), {
        description: "The card's tokens, as they are known from now on.",
      }),
    }),
  ),
  errorCode: Type.Optional(errorCode('When `status` is `KO`.')),
});
export type VirtualCardRegistrationResult = Type.Static<typeof VirtualCardRegistrationResult>;

export const BatchOutputHeader = Type.Object({
  ...Type.Partial(BatchHeader).properties,
  totalRecords: Type.Integer({ minimum: 0 }),
  errorCode: Type.Optional(errorCode('When the file as a whole was refused; then there are no results.')),
});
export type BatchOutputHeader = Type.Static<typeof BatchOutputHeader>;

export const BatchOutput = Type.Object({
  header: BatchOutputHeader,
  recordsResults: Type.Optional(
    Type.Array(
      Type.Object({
        rowId: Type.Integer(),
        virtualCardRegistrationResult: VirtualCardRegistrationResult,
      }),
    ),
  ),
});
export type BatchOutput = Type.Static<typeof BatchOutput>;
