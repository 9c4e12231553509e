import type {
  BillingAddress,
  DirectoryCard,
  DirectoryCardChange,
  DirectoryConsumer,
} from '../core/directory.ts';

/**
 * The Click to Pay profiles of one payment network. Whatever the network does to a call is an outcome, not an error.
 * One call for a consumer at a time: directories refuse a second one.
 */
export interface Directory {
  /** Makes the consumer's profile, and puts cards into it. */
  enrol(
    consumer: DirectoryConsumer,
    cards: readonly DirectoryCard[],
    call: DirectoryCall,
  ): Promise<DirectoryOutcome>;
  /** The profile stays as it is; a directory that wants to be told again whose it is compares. */
  addCard(consumer: DirectoryConsumer, card: DirectoryCard, call: DirectoryCall): Promise<DirectoryOutcome>;
  updateConsumer(consumer: DirectoryConsumer, call: DirectoryCall): Promise<DirectoryOutcome>;
  updateCards(
    externalConsumerId: string,
    changes: readonly DirectoryCardChange[],
    call: DirectoryCall,
  ): Promise<DirectoryOutcome>;
  /** What is not there is removed. */
  removeCard(card: CardAtDirectory, call: DirectoryCall): Promise<DirectoryOutcome>;
  /** With all cards. What is not there is removed. */
  removeConsumer(externalConsumerId: string, call: DirectoryCall): Promise<DirectoryOutcome>;
  /** What became of a request that was pending. */
  poll(trace: string, call: DirectoryCall): Promise<DirectoryOutcome>;
  profile(externalConsumerId: string, call: DirectoryCall): Promise<DirectoryReading>;
}

/** What a call belongs to in the exchange log. */
export interface DirectoryCall {
  correlationId: string;
}

export interface CardAtDirectory {
  externalConsumerId: string;
  externalCardId: string;
}

/** What came of a call. */
export type DirectoryOutcome =
  /** The directory has the request, and is asked later by its trace. */
  | { status: 'PENDING'; trace: string }
  | { status: 'SUCCESSFUL' }
  /** `consumer`: whether the directory takes the consumer, whatever it thinks of the cards. */
  | { status: 'FAILED'; consumer: 'TAKEN' | 'REFUSED'; refused: DirectoryRefusal[] }
  | DirectoryFault;

/** Why the directory does not want one thing. */
export interface DirectoryRefusal {
  /** Null: it is about the consumer, or the call as a whole. */
  externalCardId: string | null;
  /** In the words of the network. */
  reason: string;
}

/** Nobody knows what came of the call, or the directory had no time for it: it may be made again. */
export interface DirectoryFault {
  status: 'UNAVAILABLE';
  /** A few plain words. */
  reason: string;
}

/** The profile; null: the directory does not know the consumer. */
export type DirectoryReading = { status: 'READ'; profile: DirectoryProfile | null } | DirectoryFault;

export interface DirectoryProfile {
  consumer: DirectoryConsumer;
  cards: EnrolledCard[];
}

export interface EnrolledCard {
  externalCardId: string;
  cardholderName: string | null;
  billingAddress: BillingAddress;
  /** In the words of the network: ACTIVE, PENDING, ... */
  state: string;
}
