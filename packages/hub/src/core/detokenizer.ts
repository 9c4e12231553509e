/** An acquirer or a network that may ask the built-in TSP which card a token stands for. */
export interface Detokenizer {
  detokenizerId: string;
  name: string;
  /** PEM; card numbers are answered under its RSA key. */
  encryptionCertificatePem: string;
  answers: AnswerPolicy;
  /** AES-256 key of its messages' authentication codes, in hexadecimal; opens in the vault only. */
  sealedMacKey: Uint8Array;
}

/**
 * When a card number is given: only if every check passed, or also if nothing failed but where the token may be used, so
 * that the issuer may decide.
 */
export type AnswerPolicy = 'WHEN_ALL_PASSED' | 'ALSO_OUTSIDE_DOMAIN';
