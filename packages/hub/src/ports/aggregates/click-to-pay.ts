import type { ClickToPayEnrolment, ClickToPayProfile, ClickToPayRequest } from '../../core/click-to-pay.ts';
import type { DirectoryName } from '../../core/directory.ts';

export interface ClickToPayStore {
  /** The profile, made ABSENT when there is none, and held until the transaction ends. */
  takeProfile(profile: ProfileName & { issuerId: string }): Promise<ClickToPayProfile>;
  /** As takeProfile, for whoever claimed it; null when the claim is not theirs any more. */
  lockClaimed(claim: ProfileClaim): Promise<ClickToPayProfile | null>;
  saveProfile(profile: ClickToPayProfile): Promise<void>;
  /** As saveProfile, and gives the claim back. */
  releaseProfile(profile: ClickToPayProfile): Promise<void>;
  profilesOf(consumerKey: string): Promise<ClickToPayProfile[]>;
  /** Takes profiles of one directory with something to do; they may be taken again at `until`, should the worker crash. */
  claim(now: Date, work: { directory: DirectoryName; until: Date; limit: number }): Promise<ProfileClaim[]>;

  enrolment(cardId: string): Promise<ClickToPayEnrolment | null>;
  enrolmentsOf(profile: ProfileName): Promise<ClickToPayEnrolment[]>;
  /** Inserts or replaces. */
  saveEnrolment(enrolment: ClickToPayEnrolment): Promise<void>;
  removeEnrolment(cardId: string): Promise<void>;

  insertRequest(request: ClickToPayRequest): Promise<void>;
  saveRequest(request: ClickToPayRequest): Promise<void>;
  /** The open one whose turn it is. */
  nextRequest(profile: ProfileName): Promise<ClickToPayRequest | null>;
  requestsOfOperation(operationId: string): Promise<ClickToPayRequest[]>;
  removeRequestsOfOperation(operationId: string): Promise<void>;
}

/** One consumer at one directory. */
export interface ProfileName {
  consumerKey: string;
  directory: DirectoryName;
}

/** A profile that a worker has, until then. */
export interface ProfileClaim extends ProfileName {
  until: Date;
}
