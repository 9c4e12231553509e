import Type from 'typebox';
import { identifier } from '../../../issuer-gateway/data/element.ts';
import { EmailAddress, Locale, PersonName, PhoneNumber } from '../../personal-elements.ts';
import { CountryCode } from './country-code.ts';

/** A consumer as the issuer side names it: its own id, and the bank whose id that is. */
export const ConsumerReference = Type.Object({
  externalConsumerID: identifier('The consumer as the issuer side knows it.', 64),
  externalConsumerIDOwnerBID: Type.String({
    pattern: '^[0-9A-Za-z]{1,8}$',
    description: 'Business id of whoever gave the consumer its id.',
    log: 'plain',
  }),
});
export type ConsumerReference = Type.Static<typeof ConsumerReference>;

/** A consumer with everything a profile needs. */
export const ConsumerInformation = Type.Object({
  ...ConsumerReference.properties,
  firstName: PersonName,
  middleName: Type.Optional(PersonName),
  lastName: PersonName,
  phones: Type.Array(PhoneNumber, { minItems: 1, maxItems: 5 }),
  emails: Type.Array(EmailAddress, { minItems: 1, maxItems: 5 }),
  locale: Locale,
  countryCode: CountryCode,
});
export type ConsumerInformation = Type.Static<typeof ConsumerInformation>;
