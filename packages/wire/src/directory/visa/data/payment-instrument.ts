import Type from 'typebox';
import { identifier, oneOf, personalText } from '../../../issuer-gateway/data/element.ts';
import { CardNumber, LastFour } from '../../personal-elements.ts';
import { CountryCode } from './country-code.ts';

export const BillingAddress = Type.Object({
  addressLine1: personalText('Street and number.', 128),
  addressLine2: Type.Optional(personalText('What does not fit the first line.', 128)),
  city: Type.Optional(personalText('Town.', 128)),
  state: Type.Optional(personalText('State or province.', 64)),
  postalCode: personalText('Postal code.', 16),
  countryCode: CountryCode,
});
export type BillingAddress = Type.Static<typeof BillingAddress>;

/** A card as the issuer side names it. */
export const PaymentInstrumentReference = Type.Object({
  type: oneOf(['CARD'], 'What it is.'),
  externalPaymentInstrumentID: identifier('The card as the issuer side knows it.', 64),
});
export type PaymentInstrumentReference = Type.Static<typeof PaymentInstrumentReference>;

const details = {
  nameOnCard: personalText('As it is printed on the card.', 26),
  billingAddress: BillingAddress,
};

/** A card to be enrolled. */
export const PaymentInstrument = Type.Object({
  ...PaymentInstrumentReference.properties,
  accountNumber: CardNumber,
  expirationDate: Type.String({
    pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$',
    description: 'Expiry of the card, `2030-12`.',
  }),
  ...details,
});
export type PaymentInstrument = Type.Static<typeof PaymentInstrument>;

/** What is to become of an enrolled card; what is absent stays. */
export const PaymentInstrumentChange = Type.Object({
  ...PaymentInstrumentReference.properties,
  nameOnCard: Type.Optional(details.nameOnCard),
  billingAddress: Type.Optional(details.billingAddress),
});
export type PaymentInstrumentChange = Type.Static<typeof PaymentInstrumentChange>;

/** A card as the directory shows it: never by its number. */
export const EnrolledPaymentInstrument = Type.Object({
  ...PaymentInstrumentReference.properties,
  ...details,
  lastFour: LastFour,
  status: identifier('ACTIVE, SUSPENDED, EXPIRED, PENDING or CANCELLED.', 32),
});
export type EnrolledPaymentInstrument = Type.Static<typeof EnrolledPaymentInstrument>;
