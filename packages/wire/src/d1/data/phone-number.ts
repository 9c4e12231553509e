import Type from 'typebox';

/** A telephone number, in two parts that make E.164 together. */
export const PhoneNumber = Type.Object({
  countryCode: Type.String({ pattern: '^\\+?[0-9]{1,4}$', description: 'Country code, with or without +.' }),
  phoneNumber: Type.String({
    pattern: '^[0-9]{1,15}$',
    description: 'Number within the country, digits only.',
  }),
});

export type PhoneNumber = Type.Static<typeof PhoneNumber>;
