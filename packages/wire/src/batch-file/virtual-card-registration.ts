import Type from 'typebox';
import { envelopedData, identifier } from '../issuer-gateway/data/element.ts';
import { errorCode, RecordRow, Status } from './record-elements.ts';

/**
 * The batch file that makes tokens known which were made before the issuer joined (classic tokenization guide,
 * "Synchronize tokens using batch files"): its records, and what the file that answers it tells of each.
 */

export const VirtualCardRegistrationRecord = Type.Object({
  ...RecordRow.properties,
  virtualCardRegistrationRequest: Type.Object({
    card: Type.Object({
      id: identifier('The card as the issuer knows it from now on: its issuerCardRefId.', 48),
      encryptedData: envelopedData("The card's FPAN, sealed with the hub's certificate.", 8192),
      scheme: identifier('`VISA`, `MASTERCARD`, or another payment scheme of a card product.', 32),
    }),
  }),
});
export type VirtualCardRegistrationRecord = Type.Static<typeof VirtualCardRegistrationRecord>;

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
