import type { DecidingParty } from '../../core/stand-in.ts';
import type { TokenType } from '../../core/token.ts';
import type { TspTokenState } from '../../core/tsp-token-state.ts';
import type { FieldAddress } from '../vault.ts';

/** What a TSP within the hub keeps of one token. Sealed fields open in the vault only. */
export interface VaultedToken {
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

/** Where a sealed field of a token lives. What is sealed is bound to the name that its table had at first. */
export function vaultedField(tspTokenId: string, column: 'token' | 'pan' | 'expiry' | 'key'): FieldAddress {
  return { table: 'domestic_token', column, rowId: tspTokenId };
}

/** Where a TSP within the hub keeps its tokens. */
export interface VaultedTokens {
  /** Throws UniqueViolation when the number drawn was given out before. */
  insert(token: VaultedToken): Promise<void>;
  find(tspTokenId: string): Promise<VaultedToken | null>;
  findByFingerprint(tokenFingerprint: string): Promise<VaultedToken | null>;
  /** As findByFingerprint, and holds the row until the transaction ends: two payments of a token come one by one. */
  lockByFingerprint(tokenFingerprint: string): Promise<VaultedToken | null>;
  setLastAtc(tspTokenId: string, atc: number): Promise<void>;
  findByCorrelation(correlationId: string): Promise<VaultedToken | null>;
  liveOfPan(issuerId: string, panFingerprint: string): Promise<VaultedToken[]>;
  /** Tokens of an issuer, or of one of its cards, that follow `after`, in the order of their ids. */
  list(filter: {
    issuerId: string;
    panFingerprint: string | null;
    after: string | null;
    limit: number;
  }): Promise<VaultedToken[]>;
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
