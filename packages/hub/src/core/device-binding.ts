import type { Authenticator } from '@countermark/wire/issuer-gateway/data/authenticator-info';
import { type IdvEnding, type IdvMethod, idvEnding } from '@countermark/wire/issuer-gateway/data/idv-method';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { BindingState } from '@countermark/wire/token-requestor/binding';
import type { Decision } from './decision.ts';
import type { Refusal } from './enrolment.ts';
import type { IdvSession } from './idv-session.ts';
import type { Token } from './token.ts';
import type { TokenSource } from './token-source.ts';

/** Who approved a binding, and in which session the issuer is told what became of it. */
export interface BindingApproval {
  source: TokenSource;
  correlationId: string;
  at: Date;
}

/** One binding of a token to a device. Its id is the `x-correlation-id` of what is said until it is bound. */
export interface DeviceBinding extends IdvSession {
  bindingId: string;
  cardId: string;
  virtualCardId: string;
  requestorId: string;
  /** Of the TSP; provisional until BOUND. */
  deviceBindingReference: string;
  tokenStorageId: string;
  /** What the requestor told of the device; forgotten with the binding. */
  deviceInformation: Record<string, string>;
  /** How the cardholder will be authenticated on the device, as the requestor told. */
  authenticatorInfo: Authenticator | null;
  /**
   * ASKED and APPROVED are left by the hub itself: the issuer was asked, or has approved and the TSP is told. A binding
   * that is found in them after a crash is gone on with when its time comes.
   */
  state: BindingState;
  refusal: Refusal | null;
  decision: Decision | null;
  /** The method that the user chose last. */
  chosenMethodId: string | null;
  approval: BindingApproval | null;
  /** How often a worker took it up. */
  attempts: number;
  createdAt: Date;
  /** When ageing ends the binding, or its approval is carried out once more. */
  dueAt: Date | null;
}

export type BindingEvent =
  | { type: 'REFUSED'; refusal: Refusal }
  | { type: 'VERIFICATION_ASKED'; idvMethods: IdvMethod[] }
  | { type: 'VERIFICATION_IMPOSSIBLE'; refusal: Refusal }
  /** `dueAt`: when a worker carries it out, unless somebody else has done so by then. */
  | { type: 'APPROVED'; approval: BindingApproval; dueAt: Date }
  | { type: 'TRIES_USED_UP' }
  | { type: 'CANCELLED' }
  | { type: 'TIME_OVER' }
  | { type: 'BOUND_AT_TSP'; deviceBindingReference: string }
  | { type: 'REFUSED_BY_TSP'; code: number }
  | { type: 'UNBOUND' }
  | { type: 'TOKEN_DELETED' };

export type BindingEventType = BindingEvent['type'];

/** What the issuer is told of a binding; `errorCode` present means that there is none. */
export interface BindingNotice {
  action: 'DEVICE_BOUND' | 'DEVICE_UNBOUND';
  errorCode?: number;
}

interface Row<T extends BindingEventType = BindingEventType> {
  from: readonly BindingState[];
  event: T;
  to: BindingState;
  /** In the words of the documentation. */
  becomes: string;
  notice: (event: Extract<BindingEvent, { type: T }>) => BindingNotice | null;
}

const silent = () => null;
const failed = (errorCode: number) => ({ action: 'DEVICE_BOUND', errorCode }) as const;

function row<T extends BindingEventType>(entry: Row<T>): Row {
  return entry as unknown as Row;
}

/**
 * The life of a device binding as a table; no row: not possible in this state. An issuer that declined, or did not
 * answer, waits for nothing and is told nothing; one that approved, or asked for verification, hears how it ended (classic
 * tokenization guide, "Token binding").
 */
export const bindingTable: readonly Row[] = [
  row({
    from: ['ASKED'],
    event: 'REFUSED',
    to: 'REFUSED',
    becomes: 'the issuer declined, or did not answer',
    notice: silent,
  }),
  row({
    from: ['ASKED'],
    event: 'VERIFICATION_ASKED',
    to: 'VERIFICATION_DUE',
    becomes: 'the cardholder has to be verified first',
    notice: silent,
  }),
  row({
    from: ['ASKED'],
    event: 'VERIFICATION_IMPOSSIBLE',
    to: 'FAILED',
    becomes: 'the issuer gave no method to verify its cardholder by',
    notice: ({ refusal }) => failed(refusal.code),
  }),
  row({
    from: ['ASKED', 'VERIFICATION_DUE'],
    event: 'APPROVED',
    to: 'APPROVED',
    becomes: 'to be carried out by the token service provider',
    notice: silent,
  }),
  row({
    from: ['VERIFICATION_DUE'],
    event: 'TRIES_USED_UP',
    to: 'FAILED',
    becomes: 'three wrong entries of one code',
    notice: () => failed(ResponseCode.cardholderVerificationDeclined),
  }),
  row({
    from: ['VERIFICATION_DUE'],
    event: 'CANCELLED',
    to: 'FAILED',
    becomes: 'the requestor gave up before the cardholder was verified',
    notice: () => failed(ResponseCode.operationIncomplete),
  }),
  row({
    from: ['ASKED', 'VERIFICATION_DUE', 'APPROVED'],
    event: 'TIME_OVER',
    to: 'EXPIRED',
    becomes: 'not finished in time',
    notice: () => failed(ResponseCode.operationExpired),
  }),
  row({
    from: ['APPROVED'],
    event: 'BOUND_AT_TSP',
    to: 'BOUND',
    becomes: 'bound; the reference is final',
    notice: () => ({ action: 'DEVICE_BOUND' }),
  }),
  row({
    from: ['APPROVED'],
    event: 'REFUSED_BY_TSP',
    to: 'FAILED',
    becomes: 'refused by the token service provider',
    notice: ({ code }) => failed(code),
  }),
  row({
    from: ['BOUND'],
    event: 'UNBOUND',
    to: 'UNBOUND',
    becomes: 'taken back by the requestor',
    notice: () => ({ action: 'DEVICE_UNBOUND' }),
  }),
  row({
    from: ['ASKED', 'VERIFICATION_DUE', 'APPROVED'],
    event: 'TOKEN_DELETED',
    to: 'FAILED',
    becomes: 'gone with its token, whose deletion the issuer is told',
    notice: silent,
  }),
  row({
    from: ['BOUND'],
    event: 'TOKEN_DELETED',
    to: 'UNBOUND',
    becomes: 'gone with its token, whose deletion the issuer is told',
    notice: silent,
  }),
];

const minute = 60_000;

/** Ageing: what is not finished by then is ended. */
export const bindingLimits = {
  /** Longer than all waiting for the issuer in one session. */
  asked: 5 * minute,
  /** For the cardholder to be verified, and again for the TSP to carry out what was approved. */
  verification: 24 * 60 * minute,
} as const;

export type BindingTransition =
  | { accepted: true; binding: DeviceBinding; notice: BindingNotice | null }
  | { accepted: false; code: 432 };

/** Applies one event to one binding. Pure. */
export function bindingTransition(binding: DeviceBinding, event: BindingEvent, now: Date): BindingTransition {
  const match = bindingTable.find(entry => entry.event === event.type && entry.from.includes(binding.state));
  if (!match) return { accepted: false, code: 432 };
  const moved = { ...binding, ...membersOf(event), state: match.to, updatedAt: now };
  return {
    accepted: true,
    binding: { ...moved, ...keptIn(moved, event, now) },
    notice: match.notice(event as never),
  };
}

/** What an event brings along. */
function membersOf(event: BindingEvent): Partial<DeviceBinding> {
  switch (event.type) {
    case 'REFUSED':
    case 'VERIFICATION_IMPOSSIBLE':
      return { refusal: event.refusal };
    case 'VERIFICATION_ASKED':
      return { idvMethods: event.idvMethods };
    case 'APPROVED':
      return { approval: event.approval };
    case 'BOUND_AT_TSP':
      return { deviceBindingReference: event.deviceBindingReference };
    default:
      return {};
  }
}

/** What a binding still needs in its new state, and when time alone will move it. */
function keptIn(binding: DeviceBinding, event: BindingEvent, now: Date): Partial<DeviceBinding> {
  switch (binding.state) {
    case 'VERIFICATION_DUE':
      return { dueAt: new Date(now.getTime() + bindingLimits.verification) };
    case 'APPROVED':
      return { challenge: null, dueAt: event.type === 'APPROVED' ? event.dueAt : binding.dueAt };
    case 'BOUND':
      return { challenge: null, dueAt: null };
    default:
      return { challenge: null, dueAt: null, deviceInformation: {} };
  }
}

/** Under way: a token has one of these at a time. */
export function isBindingOpen({ state }: Pick<DeviceBinding, 'state'>): boolean {
  return state === 'ASKED' || state === 'VERIFICATION_DUE' || state === 'APPROVED';
}

/** Whether an approved binding was tried for so long that it is given up. */
export function isBindingOutlived({ approval }: Pick<DeviceBinding, 'approval'>, now: Date): boolean {
  return approval !== null && now.getTime() - approval.at.getTime() >= bindingLimits.verification;
}

/** Why a token cannot be bound to a device now; null when it can. 321: another binding of it is under way. */
export function bindingRefused(
  token: Pick<Token, 'tokenType' | 'isPrimary' | 'state'>,
  bindings: readonly Pick<DeviceBinding, 'state' | 'tokenStorageId'>[],
  tokenStorageId: string,
): { code: 321 | 432; message: string } | null {
  if (token.tokenType !== 'CARD_ON_FILE' || !token.isPrimary) {
    return {
      code: 432,
      message: 'Only a card-on-file token is bound to devices: any other lives on its own',
    };
  }
  if (token.state !== 'RESUMED') {
    return { code: 432, message: `Not possible now: the token is ${token.state}` };
  }
  if (bindings.some(isBindingOpen)) {
    return { code: 321, message: 'Another binding of this token is under way' };
  }
  const isBound = bindings.some(
    binding => binding.state === 'BOUND' && binding.tokenStorageId === tokenStorageId,
  );
  return isBound ? { code: 432, message: 'The token is bound to this device already' } : null;
}

/**
 * Who is to say that the cardholder is verified, once a method was chosen. An issuer's `updateCardState` with `RESUME`
 * approves a binding only if it is the issuer who is waited for: the same call repeated for any other reason must not.
 * A method that nobody knows is the issuer's own.
 */
export function bindingAwaits(
  binding: Pick<DeviceBinding, 'state' | 'idvMethods' | 'chosenMethodId'>,
): IdvEnding | null {
  if (binding.state !== 'VERIFICATION_DUE') return null;
  const chosen = binding.idvMethods.find(method => method.id === binding.chosenMethodId);
  return chosen ? (idvEnding(chosen.type) ?? 'issuer') : null;
}
