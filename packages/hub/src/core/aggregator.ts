/** One that calls the D1 APIs for several issuers, with access tokens of its own (Inbound OAuth2 API). */
export interface Aggregator {
  /** Of the same form as issuer ids, and never one of them: a token's subject is one or the other. */
  aggregatorId: string;
  name: string;
  /** Issuers it may act for; they need not be there yet. */
  issuerIds: readonly string[];
}

/** What an aggregator signs its assertions with. */
export interface AggregatorKey {
  aggregatorId: string;
  keyIdentifier: string;
  /** SubjectPublicKeyInfo, EC P-256. */
  publicKeyPem: string;
  createdAt: Date;
}
