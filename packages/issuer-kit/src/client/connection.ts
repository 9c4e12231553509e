import { Agent } from 'undici';

/** A TLS client certificate and its private key, PEM texts; the key without passphrase. */
export interface ClientIdentity {
  certificatePem: string;
  privateKeyPem: string;
}

/** How an issuer gets to the hub. */
export interface HubAccess {
  /** Where the hub faces its peers, without path: `https://hub.example`. */
  url: string;
  /** Exactly 10 characters, as the hub calls the issuer. */
  issuerId: string;
  /** The certificate that the hub knows this issuer by. */
  identity: ClientIdentity;
  /** The authorities behind the hub's server certificate, PEM texts; those of the system unless given. */
  trust?: string | readonly string[];
  /** Milliseconds until an answer is there, each time the call is sent; 10,000 unless given. */
  timeLimit?: number;
}

const longestAnswer = 1024 * 1024;

/** The connections of one issuer, which its client certificate opens. They are made with the first call and kept. */
export function connectionsOf({ identity, trust }: Pick<HubAccess, 'identity' | 'trust'>): Agent {
  return new Agent({
    connect: {
      cert: identity.certificatePem,
      key: identity.privateKeyPem,
      ...(trust !== undefined && { ca: typeof trust === 'string' ? trust : [...trust] }),
    },
    maxResponseSize: longestAnswer,
  });
}
