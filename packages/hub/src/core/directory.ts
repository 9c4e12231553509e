/** A payment network that keeps Click to Pay profiles. */
export type DirectoryName = 'VISA' | 'MASTERCARD';

export const directoryNames: readonly DirectoryName[] = ['VISA', 'MASTERCARD'];

/** A consumer as a directory is told of it. Personal data: it is nowhere kept in clear. */
export interface DirectoryConsumer {
  /** The hub's own name for the consumer there. */
  externalConsumerId: string;
  firstName: string;
  middleName: string | null;
  lastName: string;
  email: string;
  /** E.164. */
  phone: string;
  /** `en-US`. */
  language: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
}

export interface BillingAddress {
  line1: string;
  line2: string | null;
  city: string | null;
  state: string | null;
  zipCode: string;
  /** ISO 3166-1 alpha-2. */
  countryCode: string;
}

/** A card as a directory is told of it. */
export interface DirectoryCard {
  /** The hub's own name for the card there. */
  externalCardId: string;
  pan: string;
  /** `MMYY`. */
  expiry: string;
  /** As printed on the card; null where the network does not want it. */
  cardholderName: string | null;
  billingAddress: BillingAddress;
}

/** What is to change of a card; null stays as it is. */
export interface DirectoryCardChange {
  externalCardId: string;
  cardholderName: string | null;
  billingAddress: BillingAddress | null;
}

/** The token requestor that the network's own Click to Pay is: it asks for the token of a card that it enrolled. */
export const directoryRequestors: Readonly<Record<DirectoryName, string>> = {
  VISA: '40010075338',
  MASTERCARD: '50123197928',
};

/** The directory of a card's network; null: the network has none. */
export function directoryOf({ scheme }: { scheme: string }): DirectoryName | null {
  return directoryNames.find(name => name === scheme) ?? null;
}
