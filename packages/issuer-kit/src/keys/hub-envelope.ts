import {
  importSealingKey,
  type RecipientForm,
  type SealingKey,
  sealEnvelope,
  type TextEncoding,
} from '@countermark/wire/envelope/cms';

/** The hub's PKCS#7 certificate, and how it wants what is sealed for it. */
export interface HubEnvelopePem {
  keyIdentifier: string;
  certificatePem: string;
  /** `base64` unless given. */
  encoding?: TextEncoding;
  /** How the envelope names the key: `subjectKeyIdentifier` unless given. */
  recipient?: RecipientForm;
}

/** Seals card data for the hub: RSAES-OAEP, as the auxiliary API takes no other. */
export class HubEnvelope {
  readonly #key: SealingKey;
  readonly #encoding: TextEncoding;
  readonly #recipient: RecipientForm;

  /** @throws EnvelopeKeyError when the certificate cannot be used */
  constructor({ encoding = 'base64', recipient = 'subjectKeyIdentifier', ...key }: HubEnvelopePem) {
    this.#key = importSealingKey(key);
    this.#encoding = encoding;
    this.#recipient = recipient;
  }

  get keyIdentifier(): string {
    return this.#key.keyIdentifier;
  }

  seal(plaintext: Uint8Array): Promise<string> {
    return sealEnvelope(plaintext, {
      key: this.#key,
      padding: 'RSAES-OAEP-SHA-256',
      encoding: this.#encoding,
      recipient: this.#recipient,
    });
  }
}
