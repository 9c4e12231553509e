import Type from 'typebox';
import { personalText } from './element.ts';

/** What the issuer lets be shown of the account behind a card. */
export const AccountMetadata = Type.Object({
  displayAccountNumber: Type.Optional(personalText('Account number in the form users know.')),
  expiryDate: Type.Optional(personalText('Expiry date of the card.')),
});

export type AccountMetadata = Type.Static<typeof AccountMetadata>;
