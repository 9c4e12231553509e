import type { CheckCardEligibilityResponse } from '@countermark/wire/issuer-gateway/check-card-eligibility';
import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { TokenRequestor as TokenRequestorOnWire } from '@countermark/wire/issuer-gateway/data/token-requestor';
import type { AuthenticationValue } from '@countermark/wire/issuer-gateway/plaintext/authentication-value';
import type { CardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { FpanDetails } from '@countermark/wire/issuer-gateway/plaintext/fpan-details';
import type { TokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import type {
  RequestCardDigitizationRequest,
  RequestCardDigitizationResponse,
} from '@countermark/wire/issuer-gateway/request-card-digitization';
import type {
  RequestDeviceBindingRequest,
  RequestDeviceBindingResponse,
} from '@countermark/wire/issuer-gateway/request-device-binding';
import type {
  RequestCoBadgeDigitizationRequest,
  RequestCoBadgeDigitizationResponse,
} from '@countermark/wire/issuer-gateway-auxiliary/request-co-badge-digitization';
import type {
  AuthorizationClaims,
  PushedCardData,
} from '@countermark/wire/push-provisioning/authorization-code';
import type { PushPayload } from '@countermark/wire/push-provisioning/push-payload';
import type { ApplyTokenChange } from '@countermark/wire/token-requestor/apply-token-change';
import type { ApplyTokenData } from '@countermark/wire/token-requestor/apply-token-data';
import type { TokenPersonalisation } from '@countermark/wire/token-requestor/personalise-token';
import type { ShowMessage } from '@countermark/wire/token-requestor/show-message';
import type { Badge } from './core/badge.ts';
import type { BatchFile, BatchProgress, BatchRecord, BatchResult } from './core/batch-file.ts';
import type { Card } from './core/card.ts';
import type { CardProduct } from './core/card-product.ts';
import type { CarePortalAction } from './core/care-portal.ts';
import type { Decision } from './core/decision.ts';
import type { Delivery, NewDelivery, NextStep } from './core/delivery.ts';
import type { Detokenization } from './core/detokenization.ts';
import type { Detokenizer } from './core/detokenizer.ts';
import type { DeviceBinding } from './core/device-binding.ts';
import type { Enrolment, Refusal } from './core/enrolment.ts';
import type { Issuer, IssuerKey, IssuerSigningKey, PinnedCertificate } from './core/issuer.ts';
import type { IssuerBreaker } from './core/issuer-breaker.ts';
import type { Operation } from './core/operation.ts';
import type { Personalisation, PersonalisationElement } from './core/personalisation.ts';
import type { UsedOnce } from './core/push-provisioning.ts';
import type { DecidingParty } from './core/stand-in.ts';
import type { Suspender } from './core/suspenders.ts';
import type { Token, TokenType } from './core/token.ts';
import type { TokenRequestor } from './core/token-requestor.ts';
import type { TokenTransaction } from './core/token-transaction.ts';
import type { TspConnection, TspHealth } from './core/tsp-connection.ts';
import type { TspReason } from './core/tsp-reason.ts';
import type { TspTokenState } from './core/tsp-token-state.ts';
import type { TspTraits } from './core/tsp-traits.ts';

/** The time the hub lives in. In a sandbox it can be moved forward; TLS keeps real time. */
export interface Clock {
  now(): Date;
}

/** Identifiers and randomness. */
export interface Ids {
  /** A lower-case UUIDv7 of the clock's now: sortable by creation. */
  uuid(): string;
  /** `count` decimal digits from a secure source. */
  digits(count: number): string;
  /** `count` bytes from a secure source, for a key. */
  bytes(count: number): Uint8Array;
}

// --- Vault -----------------------------------------------------------------------------------------------------------

/** Where a sealed field lives. It is bound into the ciphertext, so a field moved elsewhere does not open. */
export interface FieldAddress {
  table: string;
  column: string;
  rowId: string;
}

export interface Vault {
  seal(address: FieldAddress, text: string): Uint8Array;
  /** Throws when the field was sealed for another address, by an unknown key, or changed. */
  open(address: FieldAddress, sealed: Uint8Array): string;
  /** Keyed fingerprint for look-up: equal texts of one domain give equal fingerprints. Hex. */
  fingerprint(domain: 'pan' | 'token' | 'otp' | 'message' | 'call', text: string): string;
}

// --- Store -----------------------------------------------------------------------------------------------------------

export interface Store extends Aggregates {
  /**
   * Runs `work` in one transaction. Inside of it only `tx` may be used; a call on the outer store throws.
   * Never hold it across a call to a peer.
   */
  transaction<T>(work: (tx: Aggregates) => Promise<T>): Promise<T>;
}

/** A row that may exist once only was there already. Thrown by inserts and saves. */
export class UniqueViolation extends Error {
  readonly constraint: string;

  constructor(constraint: string) {
    super(`Already there: ${constraint}`);
    this.name = 'UniqueViolation';
    this.constraint = constraint;
  }
}

/** Whether this is the double that the named unique index refuses. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof UniqueViolation && error.constraint === constraint;
}

export interface Aggregates {
  issuers: IssuerStore;
  products: ProductStore;
  requestors: RequestorStore;
  cards: CardStore;
  tokens: TokenStore;
  enrolments: EnrolmentStore;
  deviceBindings: DeviceBindingStore;
  operations: OperationStore;
  acceptedCalls: AcceptedCallStore;
  deliveries: DeliveryStore;
  breakers: BreakerStore;
  exchanges: ExchangeStore;
  erasures: ErasureStore;
  tokenTransactions: TokenTransactionStore;
  tspConnections: TspConnectionStore;
  tspCalls: TspCallStore;
  remoteTokens: RemoteTokens;
  personalisations: PersonalisationStore;
  batchFiles: BatchFileStore;
  domesticTokens: DomesticTokens;
  detokenizers: DetokenizerStore;
  detokenizations: DetokenizationStore;
  pushUses: PushUseStore;
}

export interface IssuerStore {
  save(issuer: Issuer): Promise<void>;
  find(issuerId: string): Promise<Issuer | null>;
  list(): Promise<Issuer[]>;
  saveKey(key: IssuerKey): Promise<void>;
  removeKey(issuerId: string, keyIdentifier: string): Promise<boolean>;
  /** Active PKCS#7 keys, newest first; the hub seals with the first. */
  keys(issuerId: string): Promise<IssuerKey[]>;
  saveSigningKey(key: IssuerSigningKey): Promise<void>;
  removeSigningKey(issuerId: string, keyIdentifier: string): Promise<boolean>;
  /** Active keys the issuer signs with, newest first. */
  signingKeys(issuerId: string): Promise<IssuerSigningKey[]>;
  pinCertificate(issuerId: string, certificate: PinnedCertificate): Promise<void>;
  unpinCertificate(issuerId: string, fingerprint: string): Promise<boolean>;
  certificates(issuerId: string): Promise<PinnedCertificate[]>;
  /** Issuers that a client certificate speaks for. */
  idsByCertificate(fingerprint: string): Promise<string[]>;
}

export interface ProductStore {
  save(product: CardProduct): Promise<void>;
  find(productId: string): Promise<CardProduct | null>;
  list(): Promise<CardProduct[]>;
  /** The product whose range covers the PAN, longest prefix first. */
  findByPan(pan: string): Promise<CardProduct | null>;
  /** Serialises changes of ranges until the transaction ends. */
  lockRanges(): Promise<void>;
}

export interface RequestorStore {
  save(requestor: TokenRequestor): Promise<void>;
  find(requestorId: string): Promise<TokenRequestor | null>;
  list(): Promise<TokenRequestor[]>;
  pinCertificate(requestorId: string, certificate: PinnedCertificate): Promise<void>;
  certificates(requestorId: string): Promise<PinnedCertificate[]>;
  findByCertificate(fingerprint: string): Promise<TokenRequestor | null>;
}

export interface CardStore {
  insert(card: Card): Promise<void>;
  save(card: Card): Promise<void>;
  find(cardId: string): Promise<Card | null>;
  /** As find, and holds the row until the transaction ends. */
  lock(cardId: string): Promise<Card | null>;
  /** By the issuer's current reference, or one that is an alias until its updates are settled. */
  findByReference(reference: CardReference): Promise<Card | null>;
  /** As findByReference, and holds the row until the transaction ends. */
  lockByReference(reference: CardReference): Promise<Card | null>;
  findByFingerprint(card: { issuerId: string; badge: Badge; panFingerprint: string }): Promise<Card | null>;
  /** The domestic sides of a cobadged card: more than one after the domestic card was exchanged for another. */
  auxiliariesOf(cardId: string): Promise<Card[]>;
  /** Keeps the old reference of a card usable until `dropAliases`. */
  addAlias(card: Card, issuerCardRefId: string): Promise<void>;
  dropAliases(cardId: string): Promise<void>;
}

/** A side of a card as its issuer names it. */
export interface CardReference {
  issuerId: string;
  badge: Badge;
  issuerCardRefId: string;
}

export interface TokenStore {
  insert(token: Token): Promise<void>;
  save(token: Token): Promise<void>;
  find(virtualCardId: string): Promise<Token | null>;
  /** As find, and holds the row until the transaction ends. */
  lock(virtualCardId: string): Promise<Token | null>;
  ofCard(cardId: string): Promise<Token[]>;
  countLive(cardId: string): Promise<number>;
  /** A requestor's tokens on one device, oldest first. */
  liveOnDevice(requestorId: string, tokenStorageId: string): Promise<Token[]>;
  ofRequestor(requestorId: string, filter: { walletCardRefId?: string; limit: number }): Promise<Token[]>;
  /** The card a wallet speaks of when it gives no card data: that of its newest live primary token. */
  findByWalletCard(requestorId: string, walletCardRefId: string): Promise<Token | null>;
  /** By the TSP's own reference. */
  findAtTsp(token: { issuerId: string; tsp: string; tspTokenId: string }): Promise<Token | null>;
  /** Tokens at one TSP, in the order of its ids, those behind `after`. */
  ofTsp(page: { issuerId: string; tsp: string; after: string | null; limit: number }): Promise<Token[]>;
  search(filter: TokenFilter): Promise<Token[]>;
  /** Tokens whose time has come, oldest first. */
  due(now: Date, limit: number): Promise<string[]>;
}

export interface TokenFilter {
  issuerId?: string;
  issuerCardRefId?: string;
  state?: string;
  after?: string;
  limit: number;
}

export interface EnrolmentStore {
  insert(enrolment: Enrolment): Promise<void>;
  save(enrolment: Enrolment): Promise<void>;
  find(enrolmentId: string): Promise<Enrolment | null>;
  lock(enrolmentId: string): Promise<Enrolment | null>;
  list(filter: { issuerId?: string; before?: string; limit: number }): Promise<Enrolment[]>;
  due(now: Date, limit: number): Promise<string[]>;
}

export interface DeviceBindingStore {
  /** Throws UniqueViolation when another binding of the token is under way. */
  insert(binding: DeviceBinding): Promise<void>;
  save(binding: DeviceBinding): Promise<void>;
  find(bindingId: string): Promise<DeviceBinding | null>;
  /** As find, and holds the row until the transaction ends. Lock the token first, if both are. */
  lock(bindingId: string): Promise<DeviceBinding | null>;
  /** Every binding of a token, ended ones too, oldest first. */
  ofToken(virtualCardId: string): Promise<DeviceBinding[]>;
  /** Bindings whose time has come, oldest first. */
  due(now: Date, limit: number): Promise<string[]>;
}

export interface OperationStore {
  insert(operation: Operation): Promise<void>;
  save(operation: Operation): Promise<void>;
  find(operationId: string): Promise<Operation | null>;
  lock(operationId: string): Promise<Operation | null>;
  /** Operations of a token that are not closed, oldest first. */
  running(virtualCardId: string): Promise<Operation[]>;
  /** The newest operation of a token that was to do this, open or closed. */
  newest(virtualCardId: string, action: Operation['action']): Promise<Operation | null>;
  /** A TSP answers again: what waits for it is due. */
  hasten(tsp: string, now: Date): Promise<void>;
  /** Open operations of one kind on a card. */
  countOpen(cardId: string, kind: Operation['kind']): Promise<number>;
  /** Lanes in which something is due and nobody carries it out. */
  lanesDue(now: Date): Promise<string[]>;
  /**
   * Takes due operations for a while; a crashed worker's come back when the lease is over. `rooms`: how many of each
   * lane; `except`: operations the worker has anyway.
   */
  claim(now: Date, share: ClaimShare): Promise<OperationClaim[]>;
}

/** What one worker may take. */
export interface ClaimShare {
  /** End of the lease. */
  until: Date;
  rooms: ReadonlyMap<string, number>;
  limit: number;
  except: readonly string[];
}

/** An operation that one worker may carry out until its lease is over. */
export interface OperationClaim {
  operation: Operation;
  /** Whom it has to wait for, TSP and requestor: operations of one lane fare alike. */
  lane: string;
}

/** What makes two calls of an issuer the same call. */
export interface CallKey {
  issuerId: string;
  correlationId: string;
  /** Name of the operation; with its API where two have one of that name. */
  operation: string;
  /** Of the decrypted content. */
  fingerprint: string;
}

/** What a call acted on: a token, or a whole card. */
export interface CallScope {
  cardId: string;
  virtualCardId: string | null;
}

/** Calls that were accepted of late; a repeat of one has no second effect. */
export interface AcceptedCallStore {
  /**
   * Takes the call on, unless it was accepted before or is being carried out now. One that is not settled until
   * `until` may be claimed again: whoever had it is gone.
   */
  claim(key: CallKey, lease: { now: Date; until: Date }): Promise<'NEW' | 'RUNNING' | 'ACCEPTED'>;
  /**
   * The claimed call counts until `until`, and every earlier one on the same token or card no longer does: to repeat
   * that is a new wish. Hold the card's row.
   */
  accept(key: CallKey, accepted: { scope: CallScope; now: Date; until: Date }): Promise<void>;
  /** The claimed call was refused: it may come again. */
  release(key: CallKey): Promise<void>;
  /** Returns how many there were. */
  forgetExpired(now: Date): Promise<number>;
}

export interface DeliveryStore {
  /**
   * Appends to the queue of the delivery's token, which stays locked until the transaction ends: what is told of a token
   * is numbered in the order of the commits.
   */
  insert(delivery: NewDelivery): Promise<void>;
  /** Issuers for which something is due and nobody sends it, breakers aside. */
  issuersDue(now: Date): Promise<string[]>;
  /**
   * Takes the first delivery of queues that are due, with the queue, for a while; a crashed worker's come back when the
   * lease is over. `rooms`: how many of each issuer; `except`: tokens whose queues the worker has anyway, though a clock
   * that was moved may have ended their leases.
   */
  claim(now: Date, share: ClaimShare): Promise<DeliveryClaim[]>;
  /** Keeps an attempt and what it came to, and gives the queue back. */
  settle(
    claim: DeliveryClaim,
    outcome: { attempt: DeliveryAttempt; next: NextStep; now: Date },
  ): Promise<void>;
  /** Keeps an answer to an attempt that nobody waited for any more; `next`: what it makes of the delivery, if anything. */
  answeredLate(
    delivery: Delivery,
    late: {
      attempt: DeliveryAttempt;
      answer: { status: number; after: number };
      next: NextStep | null;
      now: Date;
    },
  ): Promise<void>;
  /** Gives up what has waited too long and nobody is sending; returns how many. */
  parkOutlived(issuerId: string, limits: { queuedBefore: Date; now: Date; limit: number }): Promise<number>;
  find(deliveryId: string): Promise<Delivery | null>;
  /** Of one delivery, oldest first. */
  attempts(deliveryId: string): Promise<KeptAttempt[]>;
  /** Newest first; of one token, the last change first. `since`: delivered or parked then or later. */
  list(filter: {
    issuerId?: string;
    virtualCardId?: string;
    state?: Delivery['state'];
    since?: Date;
    before?: string;
    limit: number;
  }): Promise<Delivery[]>;
  /** Tokens with something that a replay would send again, by id; `after`: the last one of the page before. */
  tokensToReplay(selection: ReplaySelection, page: { after: string; limit: number }): Promise<string[]>;
  /** Queues again what was selected of these tokens. Locks their queues until the transaction ends. */
  replay(
    virtualCardIds: readonly string[],
    replay: { selection: ReplaySelection; overtaken: 'REFUSE' | 'SEND'; now: Date },
  ): Promise<{ replayed: number; overtakenIds: string[] }>;
}

/** Deliveries that were delivered or parked; all that is given must fit. */
export interface ReplaySelection {
  deliveryIds?: readonly string[];
  state?: 'DELIVERED' | 'PARKED';
  /** Delivered or parked then or later. */
  since?: Date;
  issuerId?: string;
}

/** An attempt, and what came of it when nobody waited any more. */
export interface KeptAttempt extends DeliveryAttempt {
  late: { status: number; after: number } | null;
}

/** A delivery that one worker may send until its lease is over; it has all of the token's queue. */
export interface DeliveryClaim {
  delivery: Delivery;
  leaseUntil: Date;
}

/** Batch files, their records and what came of them. */
export interface BatchFileStore {
  insert(file: BatchFile): Promise<void>;
  /**
   * Ends a lease, too. Throws UniqueViolation when a file of these bytes, or of this issuer, batch and number, runs or
   * ran.
   */
  save(file: BatchFile): Promise<void>;
  find(fileId: string): Promise<BatchFile | null>;
  /** The file of these bytes that was not refused. */
  findByDigest(digest: string): Promise<BatchFile | null>;
  /** Newest first. */
  list(filter: { issuerId?: string; before?: string; limit: number }): Promise<BatchFile[]>;
  discard(fileId: string): Promise<void>;
  discardRecords(fileId: string): Promise<void>;
  /** Files that came before then and are still not whole. */
  abandoned(before: Date): Promise<string[]>;
  /** Takes one running file for a while; a crashed worker's comes back when the lease is over. */
  claim(now: Date, until: Date): Promise<BatchFile | null>;
  /** Gives a running file back: to be taken at once, or not before then. */
  release(fileId: string, until: Date | null): Promise<void>;
  /** False when a row was there already. */
  addRecords(fileId: string, records: readonly BatchRecord[]): Promise<boolean>;
  /** In the order of the file, those behind the position `after`. */
  records(fileId: string, page: { after: number; limit: number }): Promise<BatchRecord[]>;
  /** Without result, in the order of the file. */
  openRecords(fileId: string, limit: number): Promise<BatchRecord[]>;
  /** Holds the record until the transaction ends; false when it has its result. */
  lockOpenRecord(fileId: string, position: number): Promise<boolean>;
  /** Does nothing when the record has its result. */
  settle(fileId: string, result: Pick<BatchResult, 'position' | 'result'>): Promise<void>;
  results(fileId: string, page: { after: number; limit: number }): Promise<BatchResult[]>;
  progress(fileId: string): Promise<BatchProgress>;
}

export interface DeliveryAttempt {
  number: number;
  startedAt: Date;
  /** Milliseconds. */
  duration: number;
  status: number | null;
  code: number | null;
  failure: string | null;
}

/** How issuers answer at present, shared by every process. */
export interface BreakerStore {
  /** In the order of the ids; an issuer that never failed has a closed one. */
  of(issuerIds: readonly string[]): Promise<IssuerBreaker[]>;
  /** Holds the row until the transaction ends. */
  lock(issuerId: string): Promise<IssuerBreaker>;
  save(breaker: IssuerBreaker): Promise<void>;
  /** Takes the one try of a half open breaker; false when another worker has it. */
  takeTry(issuerId: string, lease: { now: Date; until: Date }): Promise<boolean>;
  /** The issuer answered: closes its breaker, and everything that failed before is due. */
  recover(issuerId: string, now: Date): Promise<void>;
}

/** One recorded message, in or out, with masked bodies. */
export interface Exchange {
  exchangeId: string;
  direction: 'inbound' | 'outbound';
  /** Who is at the other end: `issuer:BANKONE001`, `requestor:applepay`. */
  peer: string;
  operation: string;
  correlationId: string;
  startedAt: Date;
  /** Milliseconds. */
  duration: number;
  /** HTTP status; null when no answer came. */
  status: number | null;
  request: unknown;
  response: unknown;
  /** Why no answer came, or what was wrong with it. */
  failure: string | null;
}

export interface ExchangeStore {
  record(exchange: Exchange): Promise<void>;
  ofCorrelation(correlationId: string): Promise<Exchange[]>;
  /** Everything said of one token: its enrolment and every later change. */
  ofToken(virtualCardId: string): Promise<Exchange[]>;
}

/** Acquirers and networks that may ask which card a token stands for. */
export interface DetokenizerStore {
  save(detokenizer: Detokenizer): Promise<void>;
  find(detokenizerId: string): Promise<Detokenizer | null>;
  list(): Promise<Detokenizer[]>;
  pinCertificate(detokenizerId: string, certificate: PinnedCertificate): Promise<void>;
  certificates(detokenizerId: string): Promise<PinnedCertificate[]>;
  findByCertificate(fingerprint: string): Promise<Detokenizer | null>;
}

/** Codes and payloads of push provisioning that were used. */
export interface PushUseStore {
  /** False when it was taken before: of two at the same time one is told true. */
  take(use: UsedOnce): Promise<boolean>;
  /** Deletes what is refused for its age now; returns how many. */
  forget(now: Date): Promise<number>;
}

/** What was answered to each payment, so that a repeat gets the same and a copy nothing. */
export interface DetokenizationStore {
  /** False, and nothing is kept, when the caller used this reference before. */
  insert(detokenization: Detokenization): Promise<boolean>;
  find(detokenizerId: string, reference: string): Promise<Detokenization | null>;
  /** Deletes at most `limit` that are older; returns how many. */
  forget(before: Date, limit: number): Promise<number>;
}

export interface TspConnectionStore {
  /** Makes a connection or changes its settings; its health stays. */
  save(connection: Omit<TspConnection, 'health'>): Promise<void>;
  find(tsp: string): Promise<TspConnection | null>;
  list(): Promise<TspConnection[]>;
  findByCustomer(customer: string): Promise<TspConnection | null>;
  pinCertificate(tsp: string, certificate: PinnedCertificate): Promise<void>;
  certificates(tsp: string): Promise<PinnedCertificate[]>;
  findByCertificate(fingerprint: string): Promise<TspConnection | null>;
  /** Takes the connections whose health check is due; they are due again at `next`. */
  claimChecks(now: Date, next: Date): Promise<TspConnection[]>;
  saveHealth(tsp: string, health: TspHealth): Promise<void>;
}

/** What makes a call of a TSP the same call again. */
export interface TspCallKey {
  tsp: string;
  correlationId: string;
  operation: string;
  tspTokenId: string;
}

/** Accepted calls of TSPs: sent again they get the same answer and have no second effect. */
export interface TspCallStore {
  /** The keyed fingerprint of the accepted call's content. */
  find(key: TspCallKey): Promise<string | null>;
  /** What was accepted first stays. */
  insert(key: TspCallKey, fingerprint: string, acceptedAt: Date): Promise<void>;
  /** Deletes at most `limit` that are older; returns how many. */
  forget(before: Date, limit: number): Promise<number>;
}

/** What the hub keeps of a token that a TSP behind a connection made. */
export interface RemoteTokenRecord {
  tsp: string;
  tspTokenId: string;
  issuerId: string;
  /** Of the createToken that made it. */
  correlationId: string;
  otpHash: string | null;
  createdAt: Date;
}

export interface RemoteTokens {
  /** What is there already stays. */
  insert(token: RemoteTokenRecord): Promise<void>;
  find(tsp: string, tspTokenId: string): Promise<RemoteTokenRecord | null>;
  setOtp(token: { tsp: string; tspTokenId: string }, otpHash: string | null): Promise<void>;
}

export interface PersonalisationStore {
  insert(personalisation: Personalisation): Promise<void>;
  save(personalisation: Personalisation): Promise<void>;
  lock(personalisationId: string): Promise<Personalisation | null>;
  /** The one of a session, held until the transaction ends. */
  lockSession(tsp: string, correlationId: string): Promise<Personalisation | null>;
  /** Newest first. */
  ofToken(virtualCardId: string, limit: number): Promise<Personalisation[]>;
  /** Ends what is under way for a token, of one purpose or of all, and drops the data. */
  close(
    virtualCardId: string,
    end: { purpose?: Personalisation['purpose']; failure: number | null },
  ): Promise<void>;
  /** Takes what is due; it is due again at `until`, should the worker crash. */
  claim(now: Date, lease: { until: Date; limit: number }): Promise<Personalisation[]>;
}

export interface TokenTransactionStore {
  /** False when the TSP told of a transaction under this id before; nothing is stored then. */
  insert(transaction: TokenTransaction): Promise<boolean>;
  find(tsp: string, transactionId: string): Promise<TokenTransaction | null>;
  /** Newest first. */
  ofToken(virtualCardId: string, limit: number): Promise<TokenTransaction[]>;
}

/** What becomes of the records about a token that is erased. */
export interface ErasureStore {
  /**
   * Deletes its session, its operations, its bindings, its payments, the messages about it that were exchanged, and those owed that
   * were settled before then. False while any of the latter is left.
   */
  forgetToken(
    token: { cardId: string; virtualCardId: string; enrolmentId: string },
    limit: { settledBefore: Date },
  ): Promise<boolean>;
  /** Deletes a card, and all ways to it, unless a token that is not erased or its auxiliary side needs it. */
  forgetCard(cardId: string): Promise<void>;
}

// --- Peers -----------------------------------------------------------------------------------------------------------

/** A token service provider: makes tokens, holds the PAN-token vault. */
export interface Tsp {
  /** What it cannot do, or does otherwise. */
  readonly traits: TspTraits;
  /** Refuses before the issuer is asked what cannot become a token anyway. */
  eligibility(request: TspEligibility): Promise<TspAnswer<null>>;
  createToken(request: CreateToken): Promise<TspAnswer<CreatedToken>>;
  /** Of a network, which asked whether the card may get a token. */
  tellDecision?(decision: TspDecision): Promise<void>;
  /** Of a simulated network: what somebody does on its care portal, which it reports to the hub then. */
  actOnCarePortal?(tspTokenId: string, action: CarePortalAction): Promise<TspAnswer<null>>;
  /** Deletes what createToken made under a correlation id, if it made anything: the hub could not keep it. */
  discardToken(correlationId: string): Promise<TspAnswer<null>>;
  setState(tspTokenId: string, state: TspTokenState, call: TspCall): Promise<TspAnswer<null>>;
  updateCard(
    tspTokenId: string,
    card: { pan: string; expiry: string | null },
    call: TspCall,
  ): Promise<TspAnswer<null>>;
  /** How the TSP's personalisation data gets to devices; null: none of it passes through the hub. */
  readonly personalisation: TspPersonalisation | null;
  /** Tokens of an issuer, deleted ones too, in the order of the code points of their ids. */
  listTokens(filter: TspTokenFilter): Promise<TspAnswer<TspToken[]>>;
  /** Token value and expiry, while the TSP can give them. */
  tokenInfo(tspTokenId: string): Promise<TokenInfo | null>;
  /** What the token's device pays with, at once; null when this TSP sends it by a call of its own, or not through the hub. */
  devicePersonalisation(tspTokenId: string): Promise<TokenPersonalisation | null>;
  /** Makes a code for the token and remembers it hashed; a former one is void. */
  makeOtp(tspTokenId: string): Promise<{ otp: string }>;
  checkOtp(tspTokenId: string, otp: string): Promise<boolean>;
  dropOtp(tspTokenId: string): Promise<void>;
  /** Opens the binding of a token to a device: the reference under which the issuer is asked. */
  proposeBinding(tspTokenId: string, device: DeviceToBind): Promise<TspAnswer<DeviceBindingReference>>;
  /**
   * Binds what was proposed, once the issuer approved it. The reference is final from here on; a TSP may have given
   * another one before. Asked again, it answers the same.
   */
  bindDevice(
    tspTokenId: string,
    proposed: DeviceBindingReference,
  ): Promise<TspAnswer<DeviceBindingReference>>;
  /** Takes back a binding, whether it was made or only proposed; what is not there is gone already. */
  unbindDevice(tspTokenId: string, binding: DeviceBindingReference): Promise<TspAnswer<null>>;
  /**
   * Forgets a deleted token, card number and all; what is not there is forgotten. Of a TSP that lives with the hub: every
   * other one keeps its own house.
   */
  forget?(tspTokenId: string): Promise<void>;
  /** Of a TSP whose renewals the hub starts; every other one renews by itself and reports it. */
  renewal?: TspRenewal;
}

/** What came of the question whether a card may get a token. */
export interface TspDecision {
  correlationId: string;
  tokenRequestorId: string;
  /** Null when none could be made. */
  decision: Decision | null;
  /** Why there will be no token. */
  refusal: Refusal | null;
  decidedBy: DecidingParty;
  idvMethods: readonly IdvMethod[];
  /** As the wallet told; null: it did not. */
  cvvValidated: boolean | null;
}

/** A device as its requestor names it, and the session in which it is to be bound. */
export interface DeviceToBind {
  correlationId: string;
  tokenStorageId: string;
}

/** The TSP's name of one binding of a token to a device, 1..64. */
export interface DeviceBindingReference {
  deviceBindingReference: string;
}

/** A TSP that is reached over the network. */
export interface ExternalTsp extends Tsp {
  readonly personalisation: TspPersonalisation;
  /** Whether it answers a health check, now. */
  health(): Promise<'ANSWERS' | 'SILENT'>;
}

/** The session a call belongs to, and why it is made. The same work keeps its id, however often it is tried. */
export interface TspCall {
  correlationId: string;
  reason: TspReason | null;
}

/** A TSP that lets the hub carry personalisation data. That of a new token comes later, in a call of the TSP's own. */
export interface TspPersonalisation {
  /** Asks for the data a token has already; the TSP submits them by a call of its own. */
  repersonalise(tspTokenId: string, call: TspCall): Promise<TspAnswer<null>>;
  /** What became of data that were asked for again: on success the TSP counts transactions from 0. */
  reportNewData(tspTokenId: string, result: 'SUCCESS' | 'FAILED', call: TspCall): Promise<TspAnswer<null>>;
  /** New keys for a token in a phone's software (HCE). */
  requestReplenishment(tspTokenId: string, call: TspCall): Promise<TspAnswer<PersonalisationElement[]>>;
  /** The keys are on the device. */
  reportReplenished(tspTokenId: string, call: TspCall): Promise<TspAnswer<null>>;
}

/** How a token goes on after its expiry date. */
export interface TspRenewal {
  /** How long before its expiry date a token is renewed, in milliseconds. */
  ahead: number;
  /** The expiry date after this one; both `MMYY`. */
  after(tokenExpiryDate: string): string;
  /** Gives the token the date that the hub has taken. */
  keep(tspTokenId: string, tokenExpiryDate: string): Promise<void>;
}

export type TspAnswer<T> = { ok: true; value: T } | { ok: false; code: number };

export interface TspEligibility {
  issuerId: string;
  walletCardRefId: string | null;
  tokenStorageId: string | null;
  tokenRequestorId: string;
  panFingerprint: string;
  maxTokensPerCard: number;
}

export interface CreateToken extends TspEligibility {
  correlationId: string;
  decidedBy: DecidingParty;
  product: CardProduct;
  issuerCardRefId: string | null;
  deviceInformation: Record<string, string> | null;
  pan: string;
  /** `MMYY`; null when neither wallet nor issuer told. */
  expiry: string | null;
  tokenType: TokenType;
  /** The only merchant that may use the token; null: any. */
  merchantId: string | null;
}

export interface CreatedToken {
  tspTokenId: string;
  tokenLastDigits: string;
  /** `MMYY`. */
  tokenExpiryDate: string;
  /** Null: the TSP does not tell. */
  par: string | null;
}

/** One page of a TSP's tokens: those that follow the token `after`, at most `limit`. Only an empty page is the last. */
export interface TspTokenFilter {
  issuerId: string;
  /** Of this card only. */
  pan?: string;
  after: string | null;
  limit: number;
}

/** A token as its TSP knows it; null is what the TSP does not tell. */
export interface TspToken {
  tspTokenId: string;
  /** TRID, 11 digits. */
  tokenRequestorId: string;
  walletCardRefId: string | null;
  tokenStorageId: string | null;
  tokenType: TokenType | null;
  tokenProductId: string | null;
  state: TspTokenState;
  /** Who holds the token suspended. */
  suspendedBy: Suspender[] | null;
  tokenLastDigits: string;
  /** `MMYY`. */
  tokenExpiryDate: string;
  par: string | null;
  /** As the hub's vault makes it. */
  panFingerprint: string | null;
  /** Of the createToken that made it; the hub's own enrolments are known by it. */
  correlationId: string | null;
}

/** What a call to an issuer came to. */
export type IssuerAnswer<T> =
  | { kind: 'ANSWERED'; message: T }
  /** HTTP 400, or a 200 that lacks what the method needs (911). */
  | { kind: 'REFUSED'; code: number; message: string }
  /** Time-out, no connection, 5xx, or another status. `retryAfter` in milliseconds. */
  | { kind: 'FAILED'; status: number | null; reason: string; retryAfter: number | null };

/** As IssuerAnswer. `late`: after a time-out, what the issuer says all the same; null when it stays silent. */
export type DeliveryAnswer<T = null> = IssuerAnswer<T> & { late?: Promise<LateAnswer<T> | null> };

/** An answer that came when nobody waited for it any more. */
export interface LateAnswer<T = null> {
  answer: IssuerAnswer<T>;
  status: number;
  /** Milliseconds from the beginning of the attempt. */
  after: number;
}

/** One call: whom, in which session, and how long the answer may take. */
export interface IssuerCall {
  issuer: Issuer;
  correlationId: string;
  /** Milliseconds left of the session's budget; the issuer's own limit applies below it. */
  budget: number;
}

/** The issuer's backend, in the product's API family. */
export interface IssuerBackend {
  sealCardInfo(issuer: Issuer, cardInfo: CardInfo): Promise<SealedText>;
  sealAuthenticationValue(issuer: Issuer, value: AuthenticationValue): Promise<SealedText>;
  sealTokenInfo(issuer: Issuer, tokenInfo: TokenInfo): Promise<SealedText>;
  checkCardEligibility(
    call: IssuerCall,
    request: {
      cardData: { cipheredCardInfo: string; publicKeyIdentifier: string } | { issuerCardRefId: string };
      walletProviderId: string;
      tokenRequestor: TokenRequestorOnWire;
      captureMethod: string | null;
    },
  ): Promise<IssuerAnswer<CheckCardEligibilityResponse>>;
  requestCardDigitization(
    call: IssuerCall,
    request: RequestCardDigitizationRequest,
  ): Promise<IssuerAnswer<RequestCardDigitizationResponse>>;
  getIDnVMethodList(
    call: IssuerCall,
    request: {
      issuerCardRefId: string;
      virtualCardId: string;
      walletProviderId: string;
      tokenRequestor: TokenRequestorOnWire;
      /** In a device binding only. */
      deviceBindingReference?: string;
    },
  ): Promise<IssuerAnswer<{ idvMethodList: IdvMethod[] }>>;
  sendOTP(
    call: IssuerCall,
    request: {
      issuerCardRefId: string;
      walletProviderId: string;
      tokenRequestor: TokenRequestorOnWire;
      otpMethodId: string;
      otpValue: string;
      expirationDate: string;
      /** In a device binding only. */
      deviceBindingReference?: string;
    },
  ): Promise<IssuerAnswer<null>>;
  requestDeviceBinding(
    call: IssuerCall,
    request: RequestDeviceBindingRequest,
  ): Promise<IssuerAnswer<RequestDeviceBindingResponse>>;
  /** By the auxiliary API, of issuers whose settings name it. */
  requestCoBadgeDigitization(
    call: IssuerCall,
    request: RequestCoBadgeDigitizationRequest,
  ): Promise<IssuerAnswer<RequestCoBadgeDigitizationResponse>>;
  /** One attempt of a delivery: the stored body, word for word. */
  deliver(issuer: Issuer, delivery: NewDelivery): Promise<DeliveryAnswer>;
}

/** Text sealed for the issuer, and the key it was sealed with. */
export interface SealedText {
  text: string;
  keyIdentifier: string;
}

export type OpenedFpanDetails = { opened: true; fpanDetails: FpanDetails } | { opened: false };
export type OpenedFpan = { opened: true; fpan: string } | { opened: false };
export type OpenedPushedCard = { opened: true; card: PushedCardData } | { opened: false };
export type OpenedCardInfo = { opened: true; cardInfo: CardInfo } | { opened: false };

/** Opens what peers sealed for the hub. Every failure is the same answer; its diagnosis is traced, not returned. */
export interface HubEnvelopes {
  openFpanDetails(
    issuer: Issuer,
    envelope: { text: string; keyIdentifier?: string; badge: Badge },
  ): Promise<OpenedFpanDetails>;
  /** `issuerId`: the issuer that sealed it; absent for a token requestor. */
  openCardInfo(envelope: {
    text: string;
    keyIdentifier?: string;
    issuerId?: string;
  }): Promise<OpenedCardInfo>;
  /** From a batch file: OAEP only, whatever the issuer's setting. */
  openRegisteredFpan(issuer: Issuer, envelope: { text: string }): Promise<OpenedFpan>;
  openPushedCard(envelope: { text: string; keyIdentifier?: string }): Promise<OpenedPushedCard>;
}

/** Codes of issuers' applications, and the payloads that wallets hand on. */
export interface PushTexts {
  /** Whom a code says it is of, before anybody vouches for it; null: it is no code. */
  issuerNamedBy(code: string): string | null;
  /** What a code says, when one of these keys signed it with RS256; else null. */
  verifyCode(code: string, keys: readonly IssuerSigningKey[]): Promise<AuthorizationClaims | null>;
  sealPayload(issuerId: string, payload: PushPayload): Promise<string>;
  /** Null when it was not sealed for the hub as it should be, or holds something else. */
  openPayload(text: string): Promise<OpenedPayload | null>;
  /** For the hub's own eyes: whoever is refused learns no cause. */
  trace(refusal: { issuerId: string | null; diagnosis: string }): void;
}

export interface OpenedPayload {
  issuerId: string;
  /** Null: not named. */
  productId: string | null;
  payload: PushPayload;
}

/** The device, through its wallet. */
export interface Wallet {
  applyTokenChange(requestor: TokenRequestor, change: ApplyTokenChange): Promise<WalletAnswer>;
  applyTokenData(requestor: TokenRequestor, data: ApplyTokenData): Promise<WalletAnswer>;
  showMessage(requestor: TokenRequestor, message: ShowMessage): Promise<WalletAnswer>;
}

export type WalletAnswer = 'APPLIED' | 'UNREACHABLE';

/** Wakes whoever works off operations and deliveries, after the commit that queued them. */
export interface Wake {
  operations(): void;
  deliveries(): void;
  batchFiles(): void;
  personalisations(): void;
}

/** Everything a use case may need; each takes what it names. */
export interface Hub {
  clock: Clock;
  ids: Ids;
  vault: Vault;
  store: Store;
  /** Built-in TSP by the name a product gives. */
  tsps: ReadonlyMap<string, Tsp>;
  /** The TSP behind the connection of this name. Its settings are looked up with every call: they may change. */
  externalTsp(name: string): ExternalTsp;
  issuerBackend: IssuerBackend;
  envelopes: HubEnvelopes;
  pushTexts: PushTexts;
  wallet: Wallet;
  wake: Wake;
  /** Keeps one message in the exchange log. Never fails: what goes wrong with the log concerns no peer. */
  record(exchange: Exchange): Promise<void>;
}

// --- Store of the TSPs within the hub --------------------------------------------------------------------------------

/** What a TSP within the hub keeps of one token. Sealed fields open in the vault only. */
export interface DomesticTokenRecord {
  tspTokenId: string;
  issuerId: string;
  correlationId: string;
  walletCardRefId: string | null;
  tokenStorageId: string | null;
  tokenRequestorId: string;
  panFingerprint: string;
  tokenFingerprint: string;
  /** Null for tokens made before it was kept. */
  tokenProductId: string | null;
  sealedToken: Uint8Array;
  sealedPan: Uint8Array;
  sealedExpiry: Uint8Array | null;
  /** `MMYY`. */
  tokenExpiryDate: string;
  par: string;
  state: TspTokenState;
  /** Of a token removed in the wallet app: what it comes back to. */
  stateBefore: TspTokenState | null;
  /** When it became active for the first time. */
  activatedAt: Date | null;
  decidedBy: DecidingParty;
  otpHash: string | null;
  /** Where the token may be used: only as this type, and at this merchant if one is named. */
  tokenType: TokenType;
  merchantId: string | null;
  /** AES-128 key of its cryptograms, in hexadecimal; null for tokens made before there were any. */
  sealedKey: Uint8Array | null;
  /** Transaction counter of its last good payment; 0 before the first. */
  lastAtc: number;
  createdAt: Date;
  updatedAt: Date;
}

/** Where a TSP within the hub keeps its tokens. */
export interface DomesticTokens {
  /** Throws UniqueViolation when the number drawn was given out before. */
  insert(token: DomesticTokenRecord): Promise<void>;
  find(tspTokenId: string): Promise<DomesticTokenRecord | null>;
  findByFingerprint(tokenFingerprint: string): Promise<DomesticTokenRecord | null>;
  /** As findByFingerprint, and holds the row until the transaction ends: two payments of a token come one by one. */
  lockByFingerprint(tokenFingerprint: string): Promise<DomesticTokenRecord | null>;
  setLastAtc(tspTokenId: string, atc: number): Promise<void>;
  findByCorrelation(correlationId: string): Promise<DomesticTokenRecord | null>;
  liveOfPan(issuerId: string, panFingerprint: string): Promise<DomesticTokenRecord[]>;
  /** Tokens of an issuer, or of one of its cards, that follow `after`, in the order of their ids. */
  list(filter: {
    issuerId: string;
    panFingerprint: string | null;
    after: string | null;
    limit: number;
  }): Promise<DomesticTokenRecord[]>;
  /** The PAR of a PAN: the one it has, else `fresh`, which it then has. */
  parOf(panFingerprint: string, fresh: string): Promise<string>;
  setState(tspTokenId: string, state: TspTokenState, now: Date): Promise<void>;
  setOtp(tspTokenId: string, otpHash: string | null): Promise<void>;
  setExpiry(tspTokenId: string, tokenExpiryDate: string, now: Date): Promise<void>;
  /** Deletes all of a token but that its number was given out. */
  forget(tspTokenId: string, now: Date): Promise<void>;
  relink(
    tspTokenId: string,
    card: {
      panFingerprint: string;
      sealedPan: Uint8Array;
      sealedExpiry: Uint8Array | null;
      par: string;
      now: Date;
    },
  ): Promise<void>;
}
