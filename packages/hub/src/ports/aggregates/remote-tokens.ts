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
