import Type from 'typebox';
import { openValue, personalText, text } from './element.ts';

/** How a card can come into a wallet (Issuer Gateway API, tokenization decision). More may come. */
export const captureMethods = ['BANK_APP', 'ON_FILE', 'CAMERA', 'MANUAL', 'TOKEN', 'UNKNOWN'] as const;

export type CaptureMethod = (typeof captureMethods)[number];

/** As it is sent: one of {@link captureMethods} or one that a later version adds. */
export const SentCaptureMethod = openValue(captureMethods, 'How the card came into the wallet.');

const Address = Type.Object({
  addressStreetOne: Type.Optional(personalText('Street, first line.')),
  addressStreetTwo: Type.Optional(personalText('Street, second line.')),
  addressCity: Type.Optional(personalText('City.')),
  addressState: Type.Optional(personalText('State or province.')),
  addressZip: Type.Optional(personalText('Postal code.')),
  addressCountry: Type.Optional(personalText('Country.')),
});

/** How the card came into the wallet, and what the user entered beside its number. */
export const CardCaptureInformation = Type.Object({
  captureMethod: Type.Optional(SentCaptureMethod),
  cardHolderName: Type.Optional(personalText('Name on the card.')),
  deviceLocation: Type.Optional(personalText('Coarse location of the device.')),
  sourceIp: Type.Optional(personalText('Network address of the device.')),
  cardHolderIdType: Type.Optional(text('Kind of identity document.')),
  cardHolderIdNo: Type.Optional(personalText('Number of the identity document.')),
  address: Type.Optional(Address),
});

export type CardCaptureInformation = Type.Static<typeof CardCaptureInformation>;
