import Type from 'typebox';
import { personalText } from '../../../issuer-gateway/data/element.ts';

export const CountryCode = Type.String({
  pattern: '^[A-Z]{2}$',
  description: 'A country, ISO 3166-1 alpha-2.',
});

export const Address = Type.Object({
  line1: personalText('Street and number.', 128),
  line2: Type.Optional(personalText('What does not fit the first line.', 128)),
  city: Type.Optional(personalText('Town.', 128)),
  state: Type.Optional(personalText('State or province.', 64)),
  zip: personalText('Postal code.', 16),
  countryCode: CountryCode,
});
export type Address = Type.Static<typeof Address>;
