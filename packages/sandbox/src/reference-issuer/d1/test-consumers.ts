import type { ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';

/** What the issuer tells of a consumer, or why it tells nothing. */
export type ConsumerAnswer =
  | { kind: 'KNOWN'; consumer: ConsumerInfo }
  | { kind: 'UNKNOWN' }
  | { kind: 'CLOSED' };

/**
 * The end of a consumer's id -> what the issuer knows of them. Any other consumer is Kari Nordmann, with an e-mail
 * address of their own.
 */
export const consumerCases = {
  '-unknown': 'the issuer has no such consumer',
  '-closed': 'the issuer has closed their account',
  '-nomail': 'the issuer has no e-mail address of theirs',
} as const;

const address = { line1: 'Storgata 1', city: 'Oslo', zipCode: '0155', countryCode: 'NO' } as const;

/** A made-up person. */
export function consumerOf(consumerId: string): ConsumerAnswer {
  if (consumerId.endsWith('-unknown')) return { kind: 'UNKNOWN' };
  if (consumerId.endsWith('-closed')) return { kind: 'CLOSED' };
  const email = consumerId.endsWith('-nomail') ? {} : { email: `${consumerId}@example.com` };
  const consumer: ConsumerInfo = {
    language: 'en-NO',
    firstName: 'Kari',
    lastName: 'Nordmann',
    dateOfBirth: '1990-01-25',
    ...email,
    mobilePhoneNumber: { countryCode: '+47', phoneNumber: '40000001' },
    residencyAddress: address,
    billingAddress: address,
  };
  return { kind: 'KNOWN', consumer };
}
