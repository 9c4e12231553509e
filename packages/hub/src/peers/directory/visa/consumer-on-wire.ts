import { alpha2CountryCode, alpha3CountryCode } from '@countermark/wire/directory/country-codes';
import type {
  ConsumerInformation,
  ConsumerReference,
} from '@countermark/wire/directory/visa/data/consumer-information';
import type { DirectoryConsumer } from '../../../core/directory.ts';

export function consumerReference(externalConsumerID: string, bid: string): ConsumerReference {
  return { externalConsumerID, externalConsumerIDOwnerBID: bid };
}

export function consumerOnWire(consumer: DirectoryConsumer, bid: string): ConsumerInformation {
  return {
    ...consumerReference(consumer.externalConsumerId, bid),
    firstName: consumer.firstName,
    ...(consumer.middleName !== null && { middleName: consumer.middleName }),
    lastName: consumer.lastName,
    phones: [consumer.phone],
    emails: [consumer.email],
    locale: consumer.language,
    countryCode: onWire(consumer.country),
  };
}

export function consumerFromWire(information: ConsumerInformation): DirectoryConsumer {
  return {
    externalConsumerId: information.externalConsumerID,
    firstName: information.firstName,
    middleName: information.middleName ?? null,
    lastName: information.lastName,
    email: information.emails[0] ?? '',
    phone: information.phones[0] ?? '',
    language: information.locale,
    country: fromWire(information.countryCode),
  };
}

/** This network names countries by three letters. Who asks has made sure that there is such a country. */
export function onWire(alpha2: string): string {
  return alpha3CountryCode(alpha2) ?? alpha2;
}

export function fromWire(alpha3: string): string {
  return alpha2CountryCode(alpha3) ?? alpha3;
}
