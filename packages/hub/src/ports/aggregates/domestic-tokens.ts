import type { DecidingParty } from '../../core/stand-in.ts';
import type { TokenType } from '../../core/token.ts';
import type { TspTokenState } from '../../core/tsp-token-state.ts';

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
