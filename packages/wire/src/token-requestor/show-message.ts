import Type from 'typebox';
import { flag, identifier, instant, personalText } from '../issuer-gateway/data/element.ts';
import { VirtualCardId } from '../issuer-gateway/data/identifiers.ts';

/** Hub -> wallet, `POST {callbackBase}/messages`: show the issuer's text to the user of this token. */
export const ShowMessage = Type.Object({
  correlationId: identifier('Of the call of the issuer.', 64),
  virtualCardId: VirtualCardId,
  message: personalText('The text.'),
  messageId: Type.Optional(identifier('Link into the issuer application.', 64)),
  language: Type.Optional(identifier('Shown for this language only, ISO 639-1.', 2)),
  expirationDate: Type.Optional(instant('Not shown later than this.')),
  openInIssuerApp: Type.Optional(flag('Open the issuer application.')),
});
export type ShowMessage = Type.Static<typeof ShowMessage>;
