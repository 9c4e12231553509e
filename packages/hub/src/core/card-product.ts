/** PANs that start with `prefix` (6 to 11 digits) and are `panLength` digits long. */
export interface PanRange {
  prefix: string;
  panLength: number;
}

/** Where the built-in TSP takes its tokens from: a token BIN of 6 to 9 digits and the token's length, 16 to 19. */
export interface TokenRange {
  tokenBin: string;
  tokenLength: number;
}

export interface TermsAndConditions {
  id: string;
  /** ISO 639-1. */
  language: string;
  version: string;
  text: string;
}

/** What the wallet shows, by the `productId` the issuer answers to checkCardEligibility. */
export interface CardProfile {
  productId: string;
  shortDescription: string;
  cardArtUrl: string;
}

/** The domestic side of a cobadged product. */
export interface AuxiliaryProduct {
  /** The product whose tokens stand beside those of this one: its TSP, token ranges and requestors. */
  productId: string;
  /** Whether the issuer is asked for the domestic card (requestCoBadgeDigitization), or the international number used. */
  asksIssuer: boolean;
}

export interface CardProduct {
  productId: string;
  issuerId: string;
  name: string;
  /** Payment scheme, e.g. DOMESTIC, VISA, MASTERCARD. */
  scheme: string;
  /** The TSP that makes this product's tokens, and the name it gives the token domain. */
  tsp: string;
  tokenProductId: string;
  apiFamily: 'ISSUER_GATEWAY' | 'D1';
  panRanges: PanRange[];
  tokenRanges: TokenRange[];
  /** TRIDs (11 digits) that may ask for tokens of this product. */
  tokenRequestorIds: string[];
  maxTokensPerCard: number;
  issuerOverridesYellow: boolean;
  /** The TSP, if it stands in, decides when the issuer does not answer. */
  standIn: boolean;
  terms: TermsAndConditions[];
  profiles: CardProfile[];
  /** Of a cobadged product only. */
  auxiliary?: AuxiliaryProduct;
  /** Of a product of the D1 family only. */
  d1?: D1ProductSettings;
}

/** How cards of a product live in D1 (D1 API, card products). */
export interface D1ProductSettings {
  /** Who authorises transactions; cards are registered with NONE and LIGHT only. */
  authorisation: 'NONE' | 'LIGHT' | 'CONTROL' | 'ORCHESTRATION';
  services: D1Service[];
  /** Cards are enrolled in Click to Pay when they are registered. */
  autoEnrolment: boolean;
  /** STORED: the hub keeps what the issuer registers of a consumer; FETCHED: it asks each time. */
  dataModel: 'STORED' | 'FETCHED';
  /** The issuer is asked to verify a card before it is tokenized. */
  verifyCard: boolean;
  /** What becomes of the tokenization of a card that nobody registered. */
  unregisteredCards: 'DECLINE' | 'REGISTER';
  /** Whether a registered PAN must pass the check digit and be of the product's ranges. */
  checksPan: boolean;
  threeDSsupport: boolean;
  /** Cards pay by themselves: the cardId of a former one is not given again. */
  usedForTransactions: boolean;
  /** First one that fits decides; none: GREEN. */
  rules: DecisionRule[];
}

export type D1Service = 'TOKENIZATION' | 'CLICK_TO_PAY';

/** One line of a product's decision table; all conditions that it has must hold. */
export interface DecisionRule {
  name: string;
  when: DecisionConditions;
  decision: 'GREEN' | 'YELLOW' | 'RED';
}

/** Scores run from 1 (risk) to 5 (trust), as wallets send them. */
export interface DecisionConditions {
  recommendation?: ('green' | 'yellow' | 'orange' | 'red')[];
  deviceScoreAtMost?: number;
  accountScoreAtMost?: number;
  captureMethods?: string[];
  tokenTypes?: ('EMBEDDED_SE' | 'HCE' | 'CARD_ON_FILE')[];
  securityCode?: ('VALID' | 'INVALID' | 'NOT_CHECKED')[];
  /** Live tokens the card has already. */
  liveTokensAtLeast?: number;
  /** Whether there is enough of the consumer to reach it: an e-mail address or a phone number. */
  consumerReachable?: boolean;
}

/** The terms in the language asked for, else in the first language the product has. */
export function termsFor(product: CardProduct, language: string): TermsAndConditions | null {
  return product.terms.find(terms => terms.language === language) ?? product.terms[0] ?? null;
}

/** What the wallet shows for the profile the issuer named, else for the product itself. */
export function profileFor(product: CardProduct, productId: string | null): CardProfile {
  const profile = product.profiles.find(entry => entry.productId === productId) ?? product.profiles[0];
  return profile ?? { productId: product.productId, shortDescription: product.name, cardArtUrl: '' };
}
