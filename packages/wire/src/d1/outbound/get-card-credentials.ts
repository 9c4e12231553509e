import Type from 'typebox';
import { EncryptedData } from '../data/card-elements.ts';
import { cardId, encryptedData, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { CardPath } from '../path-parameters.ts';
import { outboundRefusals } from '../refusals.ts';
import { outboundBasePaths } from './base-paths.ts';

/** Asks the issuer's card management system for the data of a card (Outbound Card API). The envelope holds
 * `FullCardCredentials`, for a key of D1's. */
export const getCardCredentials = defineD1Operation({
  api: 'D1-Public-OUT-v1-Card',
  name: 'getCardCredentials',
  direction: 'outbound',
  method: 'GET',
  path: `${outboundBasePaths.cms}/issuers/{issuerId}/cards/{cardId}/credentials`,
  summary: 'Asks the issuer for the data of a card.',
  parameters: CardPath,
  query: null,
  request: null,
  response: { status: 200, schema: Type.Object({ encryptedData: EncryptedData }) },
  refusals: outboundRefusals(400, 401, 403, 404, 500),
  example: { parameters: { issuerId, cardId }, response: { encryptedData } },
});
