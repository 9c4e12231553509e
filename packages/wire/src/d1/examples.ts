import type { Address } from './data/address.ts';
import type { CardDetails, CardDetailsV1 } from './data/card-details.ts';
import type { ClickToPayProfile } from './data/click-to-pay-profile.ts';
import type { ClickToPayConsumer, ConsumerInfo } from './data/consumer-info.ts';
import type { DigitalCard } from './data/digital-card.ts';
import type {
  CardOperationRecord,
  ConsumerOperationRecord,
  DigitalCardOperationRecord,
} from './data/operation-record.ts';

/** One issuer, consumer and card, which the examples of all operations are about. */

export const issuerId = 'NordBank01';
export const consumerId = 'consumer-7f3a';
export const cardId = 'card-20c4';
export const cardProductId = 'nord-visa-debit';
export const digitalCardId = '5b0e8b5c-42d5-4b3b-9e0a-0d6f8a1d9c11';
export const operationId = '0f6a2c1e-9a7d-4a53-8a40-1d2b7a3c5e90';

/** Stands for a JWE: it is made by whoever sends it, for the key of whoever receives it. */
export const encryptedData = 'compact-JWE-of-the-card';

export const address: Address = {
  line1: '1 Harbour Street',
  city: 'Oslo',
  zipCode: '0150',
  countryCode: 'NO',
};

export const clickToPayConsumer: ClickToPayConsumer = {
  language: 'en-US',
  firstName: 'John',
  lastName: 'Smith',
  email: 'john.smith@example.com',
  mobilePhoneNumber: { countryCode: '+47', phoneNumber: '40000000' },
};

export const consumerInfo: ConsumerInfo = {
  ...clickToPayConsumer,
  dateOfBirth: '1990-01-25',
  title: 'Mr.',
  residencyAddress: address,
  billingAddress: address,
};

export const reason = { reason: 'Asked for by the customer', reasonCode: 'USER_DECISION' } as const;

const creationTime = '2026-02-16T06:28:02.492Z';
const lastUpdateTime = '2026-02-16T06:28:03.117Z';

export const cardDetailsV1: CardDetailsV1 = {
  consumerId,
  cardId,
  cardProductId,
  threeDSsupport: true,
  scheme: 'VISA',
  last4: '1111',
  expiryDate: '1230',
  state: 'ACTIVE',
  creationTime,
  lastUpdateTime,
};

export const cardDetails: CardDetails = { ...cardDetailsV1, ongoingOperation: 'RENEW' };

const course = { status: 'SUCCESSFUL', startTime: creationTime, endTime: lastUpdateTime } as const;

export const cardOperation: CardOperationRecord = {
  operationId,
  operation: 'SUSPEND',
  ...course,
  cardId,
  ...reason,
};

export const consumerOperation: ConsumerOperationRecord = {
  operationId,
  operation: 'REGISTER',
  ...course,
  consumerId,
};

export const consumer = {
  consumerId,
  state: 'ACTIVE',
  personalInformation: consumerInfo,
  creationTime,
  lastUpdateTime,
} as const;

export const digitalCard: DigitalCard = {
  digitalCardId,
  cardId,
  state: 'ACTIVE',
  scheme: 'VISA',
  last4: '4321',
  expiryDate: '1130',
  deviceId: 'device-91',
  deviceName: 'My phone',
  deviceType: 'PHONE',
  walletId: 'APPLE_PAY',
  walletName: 'Apple Pay',
  tokenRequestorId: '40010030273',
  tokenRequestorName: 'Apple Pay',
};

export const digitalCardOperation: DigitalCardOperationRecord = {
  operationId,
  operation: 'SUSPEND',
  ...course,
  digitalCardId,
  reasonCode: 'DEVICE_LOST',
};

export const clickToPayProfile: ClickToPayProfile = {
  scheme: 'VISA',
  consumerInfo: clickToPayConsumer,
  cards: [
    {
      cardId,
      last4: '1111',
      expiryDate: '1230',
      cardholderName: 'JOHN SMITH',
      billingAddress: address,
      digitalCardId,
      state: 'ACTIVE',
    },
  ],
};
