import type { CardReferences } from './card-references.ts';
import type { Inbox } from './inbox.ts';
import type { IssuerProfile } from './issuer-profile.ts';

/** What the operations of an issuer work with: who it is, and what it keeps. */
export interface Bank {
  issuer: IssuerProfile;
  references: CardReferences;
  inbox: Inbox;
  now: () => Date;
}
