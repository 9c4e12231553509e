import { expiryYear } from '@countermark/wire/card/expiry';
import type {
  EnrolledPaymentInstrument,
  PaymentInstrument,
  PaymentInstrumentChange,
  PaymentInstrumentReference,
  BillingAddress as WireAddress,
} from '@countermark/wire/directory/visa/data/payment-instrument';
import type { BillingAddress, DirectoryCard, DirectoryCardChange } from '../../../core/directory.ts';
import type { EnrolledCard } from '../../../ports/directory.ts';
import { fromWire, onWire } from './consumer-on-wire.ts';

export function cardReference(externalPaymentInstrumentID: string): PaymentInstrumentReference {
  return { type: 'CARD', externalPaymentInstrumentID };
}

export function cardOnWire(card: DirectoryCard): PaymentInstrument {
  return {
    ...cardReference(card.externalCardId),
    accountNumber: card.pan,
    nameOnCard: card.cardholderName ?? '',
    expirationDate: `${expiryYear(card.expiry)}-${card.expiry.slice(0, 2)}`,
    billingAddress: addressOnWire(card.billingAddress),
  };
}

export function changeOnWire(change: DirectoryCardChange): PaymentInstrumentChange {
  return {
    ...cardReference(change.externalCardId),
    ...(change.cardholderName !== null && { nameOnCard: change.cardholderName }),
    ...(change.billingAddress && { billingAddress: addressOnWire(change.billingAddress) }),
  };
}

export function cardFromWire(instrument: EnrolledPaymentInstrument): EnrolledCard {
  return {
    externalCardId: instrument.externalPaymentInstrumentID,
    cardholderName: instrument.nameOnCard,
    billingAddress: addressFromWire(instrument.billingAddress),
    state: instrument.status,
  };
}

function addressOnWire(address: BillingAddress): WireAddress {
  return {
    addressLine1: address.line1,
    ...(address.line2 !== null && { addressLine2: address.line2 }),
    ...(address.city !== null && { city: address.city }),
    ...(address.state !== null && { state: address.state }),
    postalCode: address.zipCode,
    countryCode: onWire(address.countryCode),
  };
}

function addressFromWire(address: WireAddress): BillingAddress {
  return {
    line1: address.addressLine1,
    line2: address.addressLine2 ?? null,
    city: address.city ?? null,
    state: address.state ?? null,
    zipCode: address.postalCode,
    countryCode: fromWire(address.countryCode),
  };
}
