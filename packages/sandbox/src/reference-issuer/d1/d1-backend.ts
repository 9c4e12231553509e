import { type Around, type IssuerBackend, issuerBackend, jweKeyRing } from '@countermark/issuer-kit';
import type { CardReferences } from '../card-references.ts';
import type { Inbox } from '../inbox.ts';
import { activatePhysicalCard } from './activate-physical-card.ts';
import type { CardBook } from './card-book.ts';
import type { D1IssuerProfile, PublicKey } from './d1-profile.ts';
import { deliverOtp } from './deliver-otp.ts';
import { getCardCredentials } from './get-card-credentials.ts';
import { getConsumerInformation } from './get-consumer-information.ts';
import { D1Notices } from './notices.ts';
import {
  notifyCardOperations,
  notifyCardOperationV1,
  notifyConsumerOperations,
  notifyDigitalCardOperation,
} from './notify-operations.ts';
import { verifyCard } from './verify-card.ts';

/** What the operations of an issuer work with: who it is, and what it keeps. */
export interface D1Bank {
  issuer: D1IssuerProfile;
  book: CardBook;
  references: CardReferences;
  inbox: Inbox;
  notices: D1Notices;
  now: () => Date;
}

/** What the D1 backends share with those of the Issuer Gateway, and what they have of their own. */
export interface D1BackendMeans extends Omit<D1Bank, 'issuer' | 'notices'> {
  issuers: readonly D1IssuerProfile[];
  hubEncryption: PublicKey;
  around: Around;
}

/** The issuers that speak D1. */
export class D1Backend {
  readonly notices = new D1Notices();
  readonly book: CardBook;
  /** One for each issuer, as banks would write them. */
  readonly backends: readonly IssuerBackend[];
  readonly #issuers: readonly D1IssuerProfile[];

  constructor(means: D1BackendMeans) {
    this.book = means.book;
    this.#issuers = means.issuers;
    this.backends = means.issuers.map(issuer =>
      openBackend({ ...means, issuer, notices: this.notices }, means),
    );
  }

  /** Whether it plays this issuer. */
  serves(issuerId: string): boolean {
    return this.profileOf(issuerId) !== undefined;
  }

  /** An issuer that it plays. */
  profileOf(issuerId: string): D1IssuerProfile | undefined {
    return this.#issuers.find(issuer => issuer.issuerId === issuerId);
  }
}

function openBackend(
  bank: D1Bank,
  { around, hubEncryption }: Pick<D1BackendMeans, 'around' | 'hubEncryption'>,
): IssuerBackend {
  const { issuerId, encryption, oauth2 } = bank.issuer;
  return issuerBackend({
    issuerId,
    d1: {
      credentials: oauth2 && [oauth2],
      keys: jweKeyRing([{ ...encryption, privateKey: encryption.privateKeyPem }]),
      hubKey: { ...hubEncryption, publicKey: hubEncryption.publicKeyPem },
      getConsumerInformation,
      deliverOtp: deliverOtp(bank),
      notifyConsumerOperations: notifyConsumerOperations(bank),
      notifyCardOperations: notifyCardOperations(bank),
      notifyCardOperationV1: notifyCardOperationV1(bank),
      notifyDigitalCardOperation: notifyDigitalCardOperation(bank),
      verifyCard: verifyCard(bank),
      getCardCredentials: getCardCredentials(bank),
      activatePhysicalCard: activatePhysicalCard(bank),
    },
    notices: bank.notices,
    around,
    now: bank.now,
  });
}
