import type { DirectoryName } from './directory.ts';

/**
 * What the hub knows of one consumer at one directory, and the queue of what it still has to ask there: directories take
 * one request of a consumer at a time.
 */
export interface ClickToPayProfile {
  consumerKey: string;
  directory: DirectoryName;
  issuerId: string;
  /** UNKNOWN: a request was given up whose outcome nobody knows, so the directory is looked at before the next one. */
  state: 'ABSENT' | 'PRESENT' | 'UNKNOWN';
  /** Number of the newest request. */
  lastNumber: number;
  /** When there is something to do; null: nothing waits. */
  dueAt: Date | null;
}

/** A card of a profile, or on its way into or out of one. */
export interface ClickToPayEnrolment {
  cardId: string;
  consumerKey: string;
  directory: DirectoryName;
  /** What the directory calls the card, over a replacement of it too. */
  externalCardId: string;
  state: EnrolmentState;
  updatedAt: Date;
}

/** UNKNOWN: the enrolment or its end was given up, and it may have happened all the same. */
export type EnrolmentState = 'PENDING' | 'ENROLLED' | 'LEAVING' | 'UNKNOWN';

/** ASKED and LEAVE: the issuer wants it; the others: what became of it at the directory. */
export type EnrolmentEvent = 'ASKED' | 'TAKEN' | 'REFUSED' | 'LOST' | 'LEAVE' | 'LEFT' | 'STAYED';

/** What becomes of an enrolment; null: there is none, before or after. */
export function enrolmentAfter(state: EnrolmentState | null, event: EnrolmentEvent): EnrolmentState | null {
  return state === null ? (event === 'ASKED' ? 'PENDING' : null) : enrolmentTable[event][state];
}

type Row = Readonly<Record<EnrolmentState, EnrolmentState | null>>;

/** What the issuer wanted last counts: the end of older work does not undo it. */
const enrolmentTable: Readonly<Record<EnrolmentEvent, Row>> = {
  ASKED: { PENDING: 'PENDING', ENROLLED: 'ENROLLED', LEAVING: 'PENDING', UNKNOWN: 'PENDING' },
  TAKEN: { PENDING: 'ENROLLED', ENROLLED: 'ENROLLED', LEAVING: 'LEAVING', UNKNOWN: 'ENROLLED' },
  REFUSED: { PENDING: null, ENROLLED: 'ENROLLED', LEAVING: 'LEAVING', UNKNOWN: null },
  LOST: { PENDING: 'UNKNOWN', ENROLLED: 'ENROLLED', LEAVING: 'LEAVING', UNKNOWN: 'UNKNOWN' },
  LEAVE: { PENDING: 'LEAVING', ENROLLED: 'LEAVING', LEAVING: 'LEAVING', UNKNOWN: 'LEAVING' },
  LEFT: { PENDING: 'PENDING', ENROLLED: 'ENROLLED', LEAVING: null, UNKNOWN: 'UNKNOWN' },
  STAYED: { PENDING: 'PENDING', ENROLLED: 'ENROLLED', LEAVING: 'UNKNOWN', UNKNOWN: 'UNKNOWN' },
};

/** What a directory is to be asked. */
export type ClickToPayKind = 'ENROL' | 'UPDATE_CONSUMER' | 'UPDATE_CARDS' | 'REMOVE_CARD' | 'REMOVE_CONSUMER';

/** One thing to ask a directory for a consumer, kept until the operation that it belongs to has ended. */
export interface ClickToPayRequest {
  requestId: string;
  consumerKey: string;
  directory: DirectoryName;
  /** Its place in the queue. */
  number: number;
  issuerId: string;
  kind: ClickToPayKind;
  /** The card it is about; null: the consumer, or all cards. */
  cardId: string | null;
  /** The recorded operation that ends when all its requests have. */
  operationId: string;
  step: 'OPEN' | 'CLOSED';
  /** By which the directory is asked what became of it; null: it is still to be asked for it. */
  trace: string | null;
  /** Personal data, under the vault's key; null: there are none, or they are gone. */
  sealedData: Uint8Array | null;
  /** How often work on it began. */
  attempts: number;
  failure: ClickToPayFailure | null;
  createdAt: Date;
}

/** Why a request came to nothing, as the issuer is told. */
export interface ClickToPayFailure {
  errorCode:
    | 'FIELD_INVALID_FORMAT'
    | 'FIELD_INVALID_VALUE'
    | 'INVALID_STATE'
    | 'ISSUER_REFUSED'
    | 'ISSUER_UNAVAILABLE'
    | 'SCHEME_REFUSED'
    | 'SCHEME_UNAVAILABLE';
  /** The field, or the words of the network. */
  error: string | null;
}

const second = 1_000;

/** A request without outcome is given up after this long, and its personal data are dropped. */
export const requestLifetime = 15 * 60 * second;

const shortestWait = 2 * second;
const longestWait = 60 * second;

/** Waiting times double from 2 s to a minute; the last one is cut short by the end of the request's time. */
export function nextLook(
  { attempts, createdAt }: Pick<ClickToPayRequest, 'attempts' | 'createdAt'>,
  now: Date,
): Date {
  const wait = Math.min(shortestWait * 2 ** (Math.max(attempts, 1) - 1), longestWait);
  return new Date(Math.min(now.getTime() + wait, createdAt.getTime() + requestLifetime));
}

export function isGivenUp({ createdAt }: Pick<ClickToPayRequest, 'createdAt'>, now: Date): boolean {
  return now.getTime() - createdAt.getTime() >= requestLifetime;
}

/** A request that ended. What was personal in it is gone. */
export function closedRequest(
  request: ClickToPayRequest,
  failure: ClickToPayFailure | null,
): ClickToPayRequest {
  return { ...request, step: 'CLOSED', sealedData: null, failure };
}

/**
 * Whether the directory is looked at before it is asked: the request may have reached it already, from a worker that
 * died or in a call that nobody saw answered.
 */
export function mayBeThere(
  { state }: Pick<ClickToPayProfile, 'state'>,
  { attempts }: Pick<ClickToPayRequest, 'attempts'>,
): boolean {
  return state === 'UNKNOWN' || attempts > 1;
}
