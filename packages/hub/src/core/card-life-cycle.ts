import type { RenewReasonCode, ResumeReasonCode, SuspendReasonCode } from '@countermark/wire/d1/reason-codes';
import type { Card } from './card.ts';

/** What decides what may be done to a card; everything else about it is description. */
export type CardLifeCycle = Pick<Card, 'state' | 'suspendReason' | 'ongoingOperation'>;

/** Where a card stands: its state, and of INACTIVE ones whether they were ever usable. */
export const cardStands = ['ACTIVE', 'NEVER_ACTIVATED', 'SUSPENDED', 'DELETED', 'REPLACED'] as const;
export type CardStand = (typeof cardStands)[number];

/** What an issuer asks of a card; codes as they are given, or the default. */
export type CardEvent =
  | { operation: 'ACTIVATE' }
  | { operation: 'SUSPEND'; reasonCode: SuspendReasonCode }
  | { operation: 'RESUME'; reasonCode: ResumeReasonCode }
  | { operation: 'RENEW'; reasonCode: RenewReasonCode }
  | { operation: 'REPLACE' }
  | { operation: 'DELETE' };

export type CardEventName = CardEvent['operation'];

export type CardRefusal = 'INVALID_STATE' | 'REASON_CODE_NOT_ALLOWED';

export type CardTransition =
  | { accepted: true; card: CardLifeCycle }
  | { accepted: false; errorCode: CardRefusal };

/** A suspension gives way to a stricter one only; those of one rank do not replace each other. */
export const strictness: Readonly<Record<SuspendReasonCode, number>> = {
  USER_DECISION: 1,
  ISSUER_DECISION: 2,
  CARD_LOST: 3,
  CARD_BROKEN: 4,
  FRAUD: 4,
  CARD_STOLEN: 4,
};

/** What lifts a suspension; where nothing does, the card stays suspended until it is replaced. */
export const liftedBy: Readonly<Record<SuspendReasonCode, readonly ResumeReasonCode[]>> = {
  USER_DECISION: ['USER_DECISION', 'ISSUER_DECISION'],
  ISSUER_DECISION: ['ISSUER_DECISION'],
  CARD_LOST: ['CARD_FOUND', 'ISSUER_DECISION'],
  CARD_BROKEN: [],
  FRAUD: [],
  CARD_STOLEN: [],
};

/** Renewals for which a new piece of plastic is sent out, to be activated by its holder. */
export const reissuingReasons: readonly RenewReasonCode[] = ['CARD_EXPIRED', 'CARD_BROKEN'];

interface Row<Name extends CardEventName = CardEventName> {
  from: readonly CardStand[];
  operation: Name;
  /** In the words of the documentation; empty when the row always applies. */
  when: string;
  guard: (card: CardLifeCycle, event: Extract<CardEvent, { operation: Name }>) => boolean;
  /** What becomes of the card, in the words of the documentation. */
  becomes: string;
  to: (card: CardLifeCycle, event: Extract<CardEvent, { operation: Name }>) => CardLifeCycle | CardRefusal;
}

const always = () => true;
const unchanged = (card: CardLifeCycle) => card;
const reasonNotAllowed = () => 'REASON_CODE_NOT_ALLOWED' as const;

/** Nothing is remembered of a suspension, or awaited of a renewal, by a card that is gone. */
function gone(state: 'DELETED' | 'REPLACED'): () => CardLifeCycle {
  return () => ({ state, suspendReason: null, ongoingOperation: null });
}

function isStricter(reasonCode: SuspendReasonCode, { suspendReason }: CardLifeCycle): boolean {
  return suspendReason === null || strictness[reasonCode] > strictness[suspendReason];
}

function row<Name extends CardEventName>(entry: Row<Name>): Row {
  return entry as unknown as Row;
}

/**
 * The life of a card as a table (D1 API, card states and reason codes). The first row whose card, operation and condition
 * fit applies; no row: refused with INVALID_STATE.
 */
export const cardStateTable: readonly Row[] = [
  row({
    from: ['NEVER_ACTIVATED'],
    operation: 'ACTIVATE',
    when: '',
    guard: always,
    becomes: 'usable',
    to: () => ({ state: 'ACTIVE', suspendReason: null, ongoingOperation: null }),
  }),
  row({
    from: ['ACTIVE', 'SUSPENDED'],
    operation: 'ACTIVATE',
    when: 'a re-issued card waits for it',
    guard: card => card.ongoingOperation === 'RENEW',
    becomes: 'as it was; the renewal is through',
    to: card => ({ ...card, ongoingOperation: null }),
  }),
  row({
    from: ['ACTIVE'],
    operation: 'SUSPEND',
    when: '',
    guard: always,
    becomes: 'not usable; it remembers the reason',
    to: (card, { reasonCode }) => ({ ...card, state: 'INACTIVE', suspendReason: reasonCode }),
  }),
  row({
    from: ['SUSPENDED'],
    operation: 'SUSPEND',
    when: 'the reason is stricter than the one it remembers',
    guard: (card, { reasonCode }) => isStricter(reasonCode, card),
    becomes: 'suspended for the stricter reason',
    to: (card, { reasonCode }) => ({ ...card, suspendReason: reasonCode }),
  }),
  row({
    from: ['SUSPENDED'],
    operation: 'SUSPEND',
    when: 'it is not',
    guard: always,
    becomes: 'as it was',
    to: unchanged,
  }),
  row({
    from: ['SUSPENDED'],
    operation: 'RESUME',
    when: 'the reason lifts the one it remembers',
    guard: ({ suspendReason }, { reasonCode }) =>
      suspendReason !== null && liftedBy[suspendReason].includes(reasonCode),
    becomes: 'usable again',
    to: card => ({ ...card, state: 'ACTIVE', suspendReason: null }),
  }),
  row({
    from: ['SUSPENDED'],
    operation: 'RESUME',
    when: 'it does not',
    guard: always,
    becomes: 'as it was: refused with REASON_CODE_NOT_ALLOWED',
    to: reasonNotAllowed,
  }),
  row({
    from: ['ACTIVE', 'NEVER_ACTIVATED', 'SUSPENDED'],
    operation: 'RENEW',
    when: 'a new card is sent out',
    guard: (_, { reasonCode }) => reissuingReasons.includes(reasonCode),
    becomes: 'good for longer; activation of the new card is awaited',
    to: card => ({ ...card, ongoingOperation: 'RENEW' }),
  }),
  row({
    from: ['ACTIVE', 'NEVER_ACTIVATED', 'SUSPENDED'],
    operation: 'RENEW',
    when: 'none is',
    guard: always,
    becomes: 'good for longer',
    to: unchanged,
  }),
  row({
    from: ['ACTIVE', 'NEVER_ACTIVATED', 'SUSPENDED'],
    operation: 'REPLACE',
    when: '',
    guard: always,
    becomes: 'gone; another card has its consumer and its digital cards',
    to: gone('REPLACED'),
  }),
  row({
    from: ['ACTIVE', 'NEVER_ACTIVATED', 'SUSPENDED'],
    operation: 'DELETE',
    when: '',
    guard: always,
    becomes: 'gone, and its digital cards with it',
    to: gone('DELETED'),
  }),
];

/** A card as it begins. */
export function newCard(state: 'ACTIVE' | 'INACTIVE'): CardLifeCycle {
  return { state, suspendReason: null, ongoingOperation: null };
}

export function cardStand({ state, suspendReason }: CardLifeCycle): CardStand {
  if (state !== 'INACTIVE') return state;
  return suspendReason === null ? 'NEVER_ACTIVATED' : 'SUSPENDED';
}

/** Neither deleted nor replaced. */
export function isLiveCard({ state }: Pick<Card, 'state'>): boolean {
  return state === 'ACTIVE' || state === 'INACTIVE';
}

/** What becomes of a card of which something is asked. */
export function cardTransition(card: CardLifeCycle, event: CardEvent): CardTransition {
  const stand = cardStand(card);
  const match = cardStateTable.find(
    entry =>
      entry.operation === event.operation && entry.from.includes(stand) && entry.guard(card, event as never),
  );
  const next = match?.to(card, event as never) ?? 'INVALID_STATE';
  return typeof next === 'string' ? { accepted: false, errorCode: next } : { accepted: true, card: next };
}
