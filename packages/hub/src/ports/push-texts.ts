import type { AuthorizationClaims } from '@countermark/wire/push-provisioning/authorization-code';
import type { PushPayload } from '@countermark/wire/push-provisioning/push-payload';
import type { IssuerPublicKey } from '../core/issuer.ts';

/** Codes of issuers' applications, and the payloads that wallets hand on. */
export interface PushTexts {
  /** Whom a code says it is of, before anybody vouches for it; null: it is no code. */
  issuerNamedBy(code: string): string | null;
  /** What a code says, when one of these keys signed it with RS256; else null. */
  verifyCode(code: string, keys: readonly IssuerPublicKey[]): Promise<AuthorizationClaims | null>;
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
