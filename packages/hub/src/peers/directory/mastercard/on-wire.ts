import { expiryYear } from '@countermark/wire/card/expiry';
import type { Address } from '@countermark/wire/directory/mastercard/data/address';
import type { Card, MaskedCard } from '@countermark/wire/directory/mastercard/data/card';
import type { Consumer, ConsumerDetails } from '@countermark/wire/directory/mastercard/data/consumer';
import type { BillingAddress, DirectoryCard, DirectoryConsumer } from '../../../core/directory.ts';
import type { EnrolledCard } from '../../../ports/directory.ts';

export function consumerOnWire(consumer: DirectoryConsumer): Consumer {
  return { externalConsumerId: consumer.externalConsumerId, ...detailsOnWire(consumer) };
}

export function detailsOnWire(consumer: DirectoryConsumer): ConsumerDetails {
  return {
    firstName: consumer.firstName,
    ...(consumer.middleName !== null && { middleName: consumer.middleName }),
    lastName: consumer.lastName,
    emailAddress: consumer.email,
    mobileNumber: consumer.phone,
    locale: consumer.language,
    countryCode: consumer.country,
  };
}

export function consumerFromWire(externalConsumerId: string, details: ConsumerDetails): DirectoryConsumer {
  return {
    externalConsumerId,
    firstName: details.firstName,
    middleName: details.middleName ?? null,
    lastName: details.lastName,
    email: details.emailAddress,
    phone: details.mobileNumber,
    language: details.locale,
    country: details.countryCode,
  };
}

export function cardOnWire(card: DirectoryCard): Card {
  return {
    externalCardId: card.externalCardId,
    primaryAccountNumber: card.pan,
    panExpirationMonth: card.expiry.slice(0, 2),
    panExpirationYear: String(expiryYear(card.expiry)),
    billingAddress: addressOnWire(card.billingAddress),
  };
}

export function addressOnWire(address: BillingAddress): Address {
  return {
    line1: address.line1,
    ...(address.line2 !== null && { line2: address.line2 }),
    ...(address.city !== null && { city: address.city }),
    ...(address.state !== null && { state: address.state }),
    zip: address.zipCode,
    countryCode: address.countryCode,
  };
}

/** This network keeps no name of a card. */
export function cardFromWire(card: MaskedCard): EnrolledCard {
  const { line1, line2 = null, city = null, state = null, zip: zipCode, countryCode } = card.billingAddress;
  return {
    externalCardId: card.externalCardId,
    cardholderName: null,
    billingAddress: { line1, line2, city, state, zipCode, countryCode },
    state: card.digitalCardData.status,
  };
}
