import type { Address } from '@countermark/wire/d1/data/address';
import type { ClickToPayConsumer, ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';
import type { PhoneNumber } from '@countermark/wire/d1/data/phone-number';
import { alpha3CountryCode } from '@countermark/wire/directory/country-codes';
import type { ClickToPayFailure } from './click-to-pay.ts';
import type { BillingAddress, DirectoryConsumer, DirectoryName } from './directory.ts';
import { isE164, joinPhone, splitPhone } from './phone-number.ts';

/** What the issuer gave for a profile (Click to Pay API, profile data); null: it did not, it is asked for it. */
export interface GivenProfileData {
  consumerInfo: ClickToPayConsumer | null;
  cardholderName: string | null;
  billingAddress: Address | null;
}

/** A consumer and a card as a directory wants them. */
export interface ProfileData {
  consumer: DirectoryConsumer;
  cardholderName: string | null;
  billingAddress: BillingAddress;
}

export type ReadProfileData<Data> = { ok: true; data: Data } | { ok: false; failure: ClickToPayFailure };

const neededOfConsumer = ['firstName', 'lastName', 'mobilePhoneNumber', 'email', 'language'] as const;

/** Whether nothing is left to ask the issuer. */
export function isWhole({ consumerInfo, billingAddress }: GivenProfileData): boolean {
  return consumerInfo !== null && billingAddress !== null;
}

/** What was given, and for the rest what is known of the consumer, who may have several addresses. */
export function completedWith(given: GivenProfileData, known: ConsumerInfo): GivenProfileData {
  return {
    consumerInfo: given.consumerInfo ?? (known as ClickToPayConsumer),
    cardholderName: given.cardholderName,
    billingAddress: given.billingAddress ?? known.billingAddress ?? known.residencyAddress ?? null,
  };
}

/** Checks that everything is there that makes a profile; all but the middle name does. */
export function readProfileData(
  given: GivenProfileData,
  at: { directory: DirectoryName; externalConsumerId: string },
): ReadProfileData<ProfileData> {
  const { billingAddress } = given;
  if (billingAddress === null) return missing('billingAddress');
  const failure = readAddress(billingAddress);
  if (failure) return { ok: false, failure };
  const reading = readConsumer(given.consumerInfo ?? {}, {
    externalConsumerId: at.externalConsumerId,
    country: billingAddress.countryCode,
  });
  if (!reading.ok) return reading;
  const cardholderName = at.directory === 'VISA' ? nameOnCard(given.cardholderName, reading.data) : null;
  return {
    ok: true,
    data: { consumer: reading.data, cardholderName, billingAddress: fromWire(billingAddress) },
  };
}

/** What is wrong with an address; null: nothing. */
export function readAddress({ countryCode }: Address): ClickToPayFailure | null {
  return alpha3CountryCode(countryCode) === null ? invalid('billingAddress.countryCode').failure : null;
}

/** The same of a consumer alone; without an address the country is that of the language. */
export function readConsumer(
  consumer: Partial<ClickToPayConsumer>,
  at: { externalConsumerId: string; country: string | null },
): ReadProfileData<DirectoryConsumer> {
  const { firstName, lastName, mobilePhoneNumber, email, language } = consumer;
  if (!firstName || !lastName || !mobilePhoneNumber || !email || !language) {
    const lacking = neededOfConsumer.find(name => !consumer[name]);
    return missing(`consumerInfo.${lacking}`);
  }
  const phone = joinPhone(mobilePhoneNumber);
  if (!isE164(phone)) return invalid('consumerInfo.mobilePhoneNumber');
  const region = language.slice(3).toUpperCase();
  if (alpha3CountryCode(region) === null) return invalid('consumerInfo.language');
  return {
    ok: true,
    data: {
      externalConsumerId: at.externalConsumerId,
      firstName,
      middleName: consumer.middleName ?? null,
      lastName,
      email,
      phone,
      language: `${language.slice(0, 3)}${region}`,
      country: at.country ?? region,
    },
  };
}

/** A consumer as the issuer is shown them. */
export function consumerOnWire(consumer: DirectoryConsumer): ClickToPayConsumer {
  const { firstName, middleName, lastName, email, phone, language } = consumer;
  const mobilePhoneNumber: PhoneNumber = splitPhone(phone);
  return {
    language,
    firstName,
    ...(middleName !== null && { middleName }),
    lastName,
    email,
    mobilePhoneNumber,
  };
}

export function fromWire({ line1, line2, city, state, zipCode, countryCode }: Address): BillingAddress {
  return { line1, line2: line2 ?? null, city: city ?? null, state: state ?? null, zipCode, countryCode };
}

export function onWire({ line2, city, state, ...address }: BillingAddress): Address {
  return {
    ...address,
    ...(line2 !== null && { line2 }),
    ...(city !== null && { city }),
    ...(state !== null && { state }),
  };
}

const longestNameOnCard = 26;

/** Where nobody told what is printed on the card, the name of the consumer. */
function nameOnCard(given: string | null, { firstName, lastName }: DirectoryConsumer): string {
  return given ?? `${firstName} ${lastName}`.slice(0, longestNameOnCard).trim();
}

function missing(field: string): { ok: false; failure: ClickToPayFailure } {
  return { ok: false, failure: { errorCode: 'FIELD_INVALID_FORMAT', error: field } };
}

function invalid(field: string): { ok: false; failure: ClickToPayFailure } {
  return { ok: false, failure: { errorCode: 'FIELD_INVALID_VALUE', error: field } };
}
