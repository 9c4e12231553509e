import type { PublicJwk } from '../../../identity/jwk-set.ts';
import type { Clock } from '../../../ports/clock.ts';

/** What the operator API needs beside the hub itself. */
export interface OperatorAccess {
  /** The bearer token that every call must carry. */
  token: string;
  clock: OperatorClock;
  /** Asked for at every call: where the hub listens is known only once it does. */
  facts: () => HubFacts;
}

/** The hub's clock, as far as an operator may move it. */
export interface OperatorClock extends Clock {
  /** False in production. */
  adjustable: boolean;
  /** Milliseconds ahead of real time. */
  offset(): number;
  advance(milliseconds: number): Promise<void>;
}

/** What a hub tells those who join it. */
export interface HubFacts {
  version: string;
  /** Where the hub faces its peers, without path: `https://hub.example:8443`. */
  peersUrl: string;
  /** Where acquirers and networks ask for cards; null: they do not. */
  detokenizationUrl: string | null;
  authorityCertificatePem: string;
  clientCertificatePem: string;
  envelopeCertificates: readonly { keyIdentifier: string; certificatePem: string }[];
  /** For the D1 APIs, newest first. */
  d1Keys: readonly PublicJwk[];
}
