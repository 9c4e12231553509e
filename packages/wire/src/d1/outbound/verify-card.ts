import Type from 'typebox';
import { flag } from '../../issuer-gateway/data/element.ts';
import { EncryptedData } from '../data/card-elements.ts';
import { cardId, consumerId, encryptedData, issuerId } from '../examples.ts';
import { CardId, ConsumerId } from '../identifiers.ts';
import { defineD1Operation } from '../operation.ts';
import { IssuerPath } from '../path-parameters.ts';
import { outboundRefusals } from '../refusals.ts';
import { outboundBasePaths } from './base-paths.ts';

/** What was found out. Without `securityCode` none was checked; a flag of the card that is absent is not raised. */
export const VerificationResults = Type.Object({
  securityCode: Type.Optional(
    Type.Object({
      valid: flag('Whether it is right.'),
      verificationAttemptsExceeded: Type.Optional(flag('Whether it was tried too often.')),
    }),
  ),
  card: Type.Object({
    lostOrStolen: Type.Optional(flag('Whether the card was reported lost or stolen.')),
    expired: Type.Optional(flag('Whether the card has expired.')),
    invalid: flag('Whether the card is none of the issuer, or its data are wrong.'),
    fraudSuspect: Type.Optional(flag('Whether fraud is suspected.')),
  }),
});

export type VerificationResults = Type.Static<typeof VerificationResults>;

/** Asks the issuer's card management system whether card data are right (Outbound Card API). The envelope holds
 * `VerifyCardCredentials`. The consumer is named only for a valid card. */
export const verifyCard = defineD1Operation({
  api: 'D1-Public-OUT-v1-Card',
  name: 'verifyCard',
  direction: 'outbound',
  method: 'POST',
  path: `${outboundBasePaths.cms}/issuers/{issuerId}/cards/credentials`,
  summary: 'Asks the issuer whether card data are right.',
  parameters: IssuerPath,
  query: null,
  request: Type.Object({
    encryptedData: EncryptedData,
    cardBin: Type.String({ pattern: '^[0-9]{6,8}$', description: 'First digits of the PAN.', log: 'plain' }),
    cardId: Type.Optional(CardId),
  }),
  response: {
    status: 200,
    schema: Type.Object({
      cardId: Type.Optional(CardId),
      consumerId: Type.Optional(ConsumerId),
      verificationResults: VerificationResults,
    }),
  },
  refusals: outboundRefusals(400, 401, 403, 404, 500),
  example: {
    parameters: { issuerId },
    request: { encryptedData, cardBin: '411111', cardId },
    response: {
      cardId,
      consumerId,
      verificationResults: {
        securityCode: { valid: true, verificationAttemptsExceeded: false },
        card: { lostOrStolen: false, expired: false, invalid: false, fraudSuspect: false },
      },
    },
  },
});
