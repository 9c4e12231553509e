import Type from 'typebox';
import { BirthDate } from '../dates.ts';
import { Address } from './address.ts';
import { personalName } from './element.ts';
import { PhoneNumber } from './phone-number.ts';

/** What Click to Pay needs to know of a consumer; all but the middle name make a profile. */
const clickToPayMembers = {
  language: Type.String({
    pattern: '^[a-z]{2}-[a-zA-Z]{2}$',
    description: 'Language and country, en-US.',
  }),
  firstName: personalName('First name.', 128),
  middleName: Type.Optional(personalName('Middle name.', 128)),
  lastName: personalName('Last name.', 128),
  email: Type.String({ format: 'email', maxLength: 254, description: 'E-mail address, RFC 5322.' }),
  mobilePhoneNumber: PhoneNumber,
};

/**
 * What is known of a consumer (Consumer API, consumerInfo). Each member is wanted by some services and required by
 * none. There are no other members. The log shows none of them.
 */
export const ConsumerInfo = Type.Object(
  {
    ...Type.Partial(Type.Object(clickToPayMembers)).properties,
    dateOfBirth: Type.Optional(BirthDate),
    title: Type.Optional(personalName('Form of address.', 40)),
    homePhoneNumber: Type.Optional(PhoneNumber),
    residencyAddress: Type.Optional(Address),
    billingAddress: Type.Optional(Address),
  },
  { additionalProperties: false },
);

export type ConsumerInfo = Type.Static<typeof ConsumerInfo>;

/** The consumer of a Click to Pay profile (Click to Pay API, profile data). What else is known of them is ignored. */
export const ClickToPayConsumer = Type.Object(clickToPayMembers);

export type ClickToPayConsumer = Type.Static<typeof ClickToPayConsumer>;
