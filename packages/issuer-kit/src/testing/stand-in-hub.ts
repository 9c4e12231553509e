import type { JsonWebKey } from 'node:crypto';
import type { SealingOptions } from '@countermark/wire/envelope/cms';
import type { ClientCredentials } from '../backend/d1/access-tokens.ts';
import type { Transport } from './transport.ts';

/** What stands in for the hub in an issuer's tests: whom it calls, and what it was set up with. */
export interface StandInHub {
  issuerId: string;
  transport: Transport;
  /** The issuer's PKCS#7 certificate, and how the hub seals for it; needed to send card data by the Issuer Gateway API. */
  envelope?: HubSideEnvelope;
  /** Needed to call by D1. */
  d1?: HubSideD1;
}

export interface HubSideEnvelope extends Partial<Omit<SealingOptions, 'key'>> {
  keyIdentifier: string;
  certificatePem: string;
}

export interface HubSideD1 {
  /** What the hub asks for access tokens with; null: the issuer wants none. */
  credentials: ClientCredentials | null;
  /** The issuer's public key of the curve P-256, PEM or JWK; needed to send card data. */
  encryption?: { keyIdentifier: string; publicKey: string | JsonWebKey };
}

/** An answer as it came, and as the hub reads it. */
export interface AnswerToHub<Message> {
  status: number;
  /** Parsed JSON; null when there was no body. */
  body: unknown;
  /** What the hub reads in a success; `undefined`: it is none, or the operation has nothing to read. */
  message: Message | undefined;
}
