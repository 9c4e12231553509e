import type { Token } from '../../core/token.ts';

export interface TokenStore {
  insert(token: Token): Promise<void>;
  save(token: Token): Promise<void>;
  find(virtualCardId: string): Promise<Token | null>;
  /** As find, and holds the row until the transaction ends. */
  lock(virtualCardId: string): Promise<Token | null>;
  ofCard(cardId: string): Promise<Token[]>;
  /** As ofCard, and holds the rows until the transaction ends. */
  lockOfCard(cardId: string): Promise<Token[]>;
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
