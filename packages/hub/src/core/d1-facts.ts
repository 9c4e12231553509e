import type { CardState } from './card.ts';
import type { D1ProductSettings } from './card-product.ts';
import type { Recommendation } from './decision.ts';
import type { TokenType } from './token.ts';

/**
 * What is to be decided: a token for a wallet or merchant, one that the directory asks for in which the card is enrolled
 * (Click to Pay), or that a token may be used on one more device.
 */
export type D1Purpose = 'TOKEN' | 'CLICK_TO_PAY' | 'DEVICE_BINDING';

/** The card as the hub knows it before it decides, by the ids of D1. Expiry dates are `MMYY`; null: nobody told. */
export type D1Card =
  | {
      kind: 'REGISTERED';
      cardId: string;
      /** Null: nobody told. */
      consumerId: string | null;
      state: CardState;
      expiry: string | null;
      givenExpiry: string | null;
    }
  /** Its number was that of a card that is deleted or replaced now. */
  | { kind: 'RETIRED' }
  | { kind: 'UNREGISTERED'; givenExpiry: string | null };

/** What the issuer says of a card (Verify card). */
export interface VerifiedCard {
  lostOrStolen: boolean;
  expired: boolean;
  invalid: boolean;
  fraudSuspect: boolean;
  securityCode: SecurityCode;
  securityCodeTriesExceeded: boolean;
  /** The card and its holder, by the issuer's own ids; null: not told. */
  cardId: string | null;
  consumerId: string | null;
}

export type SecurityCode = 'VALID' | 'INVALID' | 'NOT_CHECKED';

/** What is decided on. Null in the last two: not known yet, and found out only when the decision turns on it. */
export interface D1Facts {
  purpose: D1Purpose;
  settings: Pick<D1ProductSettings, 'services' | 'unregisteredCards' | 'verifyCard' | 'rules'>;
  /** False: this issuer verifies no cardholders. */
  issuerHasIdv: boolean;
  card: D1Card;
  recommendation: Recommendation | null;
  /** From 1 to 5, the best; null: the wallet gave none. */
  deviceScore: number | null;
  accountScore: number | null;
  captureMethod: string | null;
  tokenType: TokenType;
  /** The security code was checked before the request came to the hub; null: it was not. */
  cvvValidated: boolean | null;
  liveTokens: number;
  now: Date;
  /** IMPOSSIBLE: the issuer cannot be asked. */
  verification: VerifiedCard | 'IMPOSSIBLE' | null;
  consumerReachable: boolean | null;
}

/** The issuer's word, else what was found before the request came to the hub. */
export function securityCodeIn({ verification, cvvValidated }: D1Facts): SecurityCode {
  const asked = verification === null || verification === 'IMPOSSIBLE' ? null : verification.securityCode;
  if (asked !== null && asked !== 'NOT_CHECKED') return asked;
  if (cvvValidated === null) return 'NOT_CHECKED';
  return cvvValidated ? 'VALID' : 'INVALID';
}
