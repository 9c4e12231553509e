/** What JSON can hold. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [member: string]: JsonValue;
}

/** Names an enrolment: the correlation id that the hub first sent with `checkCardEligibility`. */
export interface SessionKey {
  readonly issuerId: string;
  readonly correlationId: string;
}

/** What an issuer keeps of an enrolment between two calls of the hub. */
export interface EnrolmentSession extends SessionKey {
  /** The issuer's own: references, the decision, the methods offered. Never card data. */
  readonly data: JsonObject;
  /** From then on the session is not found any more. */
  readonly expires: Date;
}

/** Names a token: `virtualCardId`, which D1 calls `digitalCardId`. */
export interface TokenKey {
  readonly issuerId: string;
  readonly virtualCardId: string;
}

/** Names a card: `issuerCardRefId`, which D1 calls `cardId`. */
export interface CardKey {
  readonly issuerId: string;
  readonly issuerCardRefId: string;
}

/** A token as the hub told of it last. */
export interface LearntToken extends TokenKey, CardKey {
  /** Whose wallet it is in: `APPLE_PAY`. D1 does not say. */
  readonly walletProviderId?: string;
  /** In the words of the API that told it: `RESUMED`, or `ACTIVE` in D1. */
  readonly state: string;
}

/** One `notifyVirtualCardChange`, of either badge: these three together tell one change from another. */
export interface VirtualCardChange {
  readonly issuerId: string;
  readonly correlationId: string;
  readonly virtualCardId: string;
  readonly action: string;
}

/** One step of a D1 operation: these two together tell one from another. */
export interface OperationStep {
  readonly issuerId: string;
  readonly operationId: string;
  readonly status: string;
}

/** What the hub tells at least once and an issuer applies once. */
export type NotifiedChange = VirtualCardChange | OperationStep;

/**
 * What became of a notification: `applied` now; a `repeat` of what was applied before; `ongoing`, because the same is
 * being applied at this moment, maybe by another process: answer with a code of type S (921), and the hub sends it again.
 */
export type Application = 'applied' | 'repeat' | 'ongoing';

/**
 * What an issuer's backend has to remember. Every process of the backend works on the same store; each method is whole
 * by itself, whoever else calls at the same time.
 */
export interface SessionStore {
  /**
   * Keeps a session, in place of what was kept under its key.
   *
   * @throws CardDataError when `data` holds what may be card data
   */
  saveSession(session: EnrolmentSession): Promise<void>;
  /** The session; `undefined` when there is none, or it has expired. */
  session(key: SessionKey): Promise<EnrolmentSession | undefined>;
  /** Forgets a session, if there is one. */
  endSession(key: SessionKey): Promise<void>;

  /** Keeps what is known of a token, in place of what was known. */
  learnToken(token: LearntToken): Promise<void>;
  token(key: TokenKey): Promise<LearntToken | undefined>;
  /** The tokens of a card, by `virtualCardId`. */
  tokensOf(card: CardKey): Promise<LearntToken[]>;
  /** Forgets a token, if it is known: after `ERASE`. */
  forgetToken(key: TokenKey): Promise<void>;

  /**
   * Applies a change unless it was applied before. When `apply` throws, so does this, and the change counts as not
   * applied. Should the process end while it applies, the change may be applied again a minute later.
   */
  applyOnce(change: NotifiedChange, apply: () => Promise<void>): Promise<Application>;

  /** Removes sessions that expired, and the marks of changes whose tokens no longer exist. Call it once a day or so. */
  sweep(): Promise<void>;
}
