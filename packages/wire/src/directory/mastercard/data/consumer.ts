import Type from 'typebox';
import { EmailAddress, Locale, PersonName, PhoneNumber } from '../../personal-elements.ts';
import { CountryCode } from './address.ts';
import { ExternalConsumerId } from './identifiers.ts';

const details = {
  firstName: PersonName,
  middleName: Type.Optional(PersonName),
  lastName: PersonName,
  emailAddress: EmailAddress,
  mobileNumber: PhoneNumber,
  locale: Locale,
  countryCode: CountryCode,
};

/** What a profile says of its consumer. */
export const ConsumerDetails = Type.Object(details);
export type ConsumerDetails = Type.Static<typeof ConsumerDetails>;

/** A consumer to be enrolled. */
export const Consumer = Type.Object({ externalConsumerId: ExternalConsumerId, ...details });
export type Consumer = Type.Static<typeof Consumer>;
