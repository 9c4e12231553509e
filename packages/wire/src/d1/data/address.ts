import Type from 'typebox';
import { personalName } from './element.ts';

/** A postal address. */
export const Address = Type.Object({
  line1: personalName('First line.', 128),
  line2: Type.Optional(personalName('Second line.', 128)),
  city: Type.Optional(personalName('City.', 128)),
  state: Type.Optional(personalName('State or region.', 64)),
  zipCode: Type.String({ pattern: '^[A-Za-z0-9 -]{1,16}$', description: 'Postal code.' }),
  countryCode: Type.String({
    pattern: '^[A-Z]{2}$',
    description: 'Country, ISO 3166-1 alpha-2.',
    caseless: 'upper',
  }),
});

export type Address = Type.Static<typeof Address>;
