import {
  importSealingKey,
  type SealingKey,
  type SealingOptions,
  sealEnvelope,
} from '@countermark/wire/envelope/cms';
import { type Activity, activityOf, newestActive } from './newest-active.ts';

/** A PKCS#7 certificate of the hub; it is active while the certificate is valid. */
export interface HubEnvelopeKeyPem {
  keyIdentifier: string;
  certificatePem: string;
}

/** How hub and issuer agreed to seal. */
export type SealingAgreement = Omit<SealingOptions, 'key'>;

/** What new issuers agree on. */
export const usualSealing: SealingAgreement = {
  padding: 'RSAES-OAEP-SHA-256',
  encoding: 'base64',
  recipient: 'subjectKeyIdentifier',
};

/** Text sealed for the hub, and the name of the key it was sealed for. */
export interface SealedForHub {
  text: string;
  publicKeyIdentifier: string;
}

/** The hub's PKCS#7 keys: what is sealed for it is sealed for the newest that is active. */
export class HubEnvelopeKeys {
  readonly #keys: readonly (SealingKey & { activity: Activity })[];

  /** @throws EnvelopeKeyError when a certificate cannot be used */
  constructor(keys: readonly HubEnvelopeKeyPem[]) {
    this.#keys = keys.map(key => ({ ...importSealingKey(key), activity: activityOf(key.certificatePem) }));
  }

  /** @throws NoActiveKeyError */
  async seal(
    plaintext: Uint8Array,
    { at, agreement }: { at: Date; agreement: SealingAgreement },
  ): Promise<SealedForHub> {
    const key = newestActive(this.#keys, at);
    const text = await sealEnvelope(plaintext, { ...agreement, key });
    return { text, publicKeyIdentifier: key.keyIdentifier };
  }
}
