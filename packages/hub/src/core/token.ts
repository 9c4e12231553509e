import type { Suspender } from './suspenders.ts';
import type { TokenReports } from './token-report.ts';

/** The six published token states (classic tokenization guide, "Token life cycle"). */
export type TokenState = 'DEPLOYMENT_ONGOING' | 'INACTIVE' | 'RESUMED' | 'SUSPENDED' | 'DELETED' | 'ERASED';

/** `action` of notifyVirtualCardChange, single-badge API. */
export type TokenAction =
  | 'ACTIVATE'
  | 'SUSPEND'
  | 'RESUME'
  | 'DELETE'
  | 'DELETE_FROM_APP'
  | 'UPDATE'
  | 'RENEW'
  | 'ERASE';

/** The state a suspended token goes back to. */
export type ReturnState = 'INACTIVE' | 'RESUMED';

/** What decides the next state of a token; everything else about it is description. */
export interface TokenLifeCycle {
  state: TokenState;
  /** Set while SUSPENDED, null otherwise. */
  returnState: ReturnState | null;
  suspenders: Suspender[];
  /** ACTIVATE has been announced; it is announced once in a token's life. */
  activated: boolean;
  deletion: TokenDeletion | null;
}

/** Kept for a token removed in the wallet app, which its network may restore within 95 days. */
export interface TokenDeletion {
  action: 'DELETE' | 'DELETE_FROM_APP';
  at: Date;
  stateBefore: TokenState;
  returnStateBefore: ReturnState | null;
}

/** One token (virtual card, digital card) of one card. */
export interface Token extends TokenLifeCycle {
  /** Hub's id of the token, 1..64; the same value is the digitalCardId of the D1 API. */
  virtualCardId: string;
  cardId: string;
  issuerId: string;
  productId: string;
  /** The requestor that owns the token, and the TRID (11 digits) it used. */
  requestorId: string;
  tokenRequestorId: string;
  walletProviderId: string;
  walletCardRefId: string | null;
  walletVirtualCardId: string | null;
  tokenStorageId: string | null;
  tokenType: TokenType;
  tsp: string;
  /** The TSP's own reference of the token. */
  tspTokenId: string;
  tokenLastDigits: string;
  /** `MMYY`. */
  tokenExpiryDate: string;
  /** False for the domestic token of a cobadged card. */
  isPrimary: boolean;
  /** The primary token in the wallet's terms; of an auxiliary token only, null where the wallet did not tell. */
  primaryWalletVirtualCardId: string | null;
  deviceInformation: Record<string, string>;
  /** The enrolment that made the token. */
  enrolmentId: string;
  /** What its wallet and its TSP were last heard of. */
  reports: TokenReports;
  createdAt: Date;
  updatedAt: Date;
  /** When time alone will change the token: deployment and activation limits. */
  dueAt: Date | null;
}

export type TokenType = 'EMBEDDED_SE' | 'HCE' | 'CARD_ON_FILE';

/** Not in use yet, and nothing that its issuer was told of. */
export function isPending(token: { state: TokenState }): boolean {
  return token.state === 'DEPLOYMENT_ONGOING' || token.state === 'INACTIVE';
}

export function isLive(token: { state: TokenState }): boolean {
  return token.state !== 'DELETED' && token.state !== 'ERASED';
}

export function sameLifeCycle(a: TokenLifeCycle, b: TokenLifeCycle): boolean {
  return (
    a.state === b.state &&
    a.returnState === b.returnState &&
    a.activated === b.activated &&
    a.suspenders.join() === b.suspenders.join()
  );
}
