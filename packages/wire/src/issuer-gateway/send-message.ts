import Type from 'typebox';
import { flag, identifier, instant } from './data/element.ts';
import { IssuerCardRefId, VirtualCardId } from './data/identifiers.ts';
import { defineOperation, type RequestOf } from './operation.ts';

/**
 * Shows a text to the user inside the wallet application, Apple Pay only (Issuer Gateway API, inbound methods).
 * `expirationDate` is at most 30 days ahead; a message with `language` is shown to users of that language only.
 * Refusals: 116, 119, and 432 for a token of another wallet.
 */
export const sendMessage = defineOperation({
  name: 'sendMessage',
  direction: 'inbound',
  summary: 'Shows a message to the user in the wallet application.',
  request: Type.Object({
    issuerCardRefId: IssuerCardRefId,
    virtualCardId: VirtualCardId,
    message: Type.String({ minLength: 1, maxLength: 256, description: 'The text.' }),
    messageId: Type.Optional(identifier('The message; can link into the application of the issuer.', 64)),
    language: Type.Optional(
      Type.String({
        pattern: '^[a-z]{2}$',
        description: 'Language of the text, ISO 639-1.',
        caseless: 'lower',
        log: 'plain',
      }),
    ),
    expirationDate: Type.Optional(instant('Until when the message is shown.')),
    openInIssuerApp: Type.Optional(flag('Whether the message opens the application of the issuer.')),
  }),
  response: null,
});

export type SendMessageRequest = RequestOf<typeof sendMessage>;
