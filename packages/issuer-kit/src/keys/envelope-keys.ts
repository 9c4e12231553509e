import {
  type EnvelopeDiagnosis,
  importOpeningKey,
  type OpenedEnvelope,
  type OpeningKey,
  type OpeningOptions,
  openEnvelope,
} from '@countermark/wire/envelope/cms';
import { KeyRing } from './key-ring.ts';

export type { EnvelopeDiagnosis, OpenedEnvelope };

/** A PKCS#7 key: RSA, 2048 or 4096 bits, PEM texts. */
export interface EnvelopeKeyPem {
  /** 1 to 64 characters of `[A-Za-z0-9_.-]`, as it is registered with the hub. */
  keyIdentifier: string;
  certificatePem: string;
  /** PKCS#8 or PKCS#1, without passphrase. */
  privateKeyPem: string;
}

/** What the hub agreed on with the issuer. */
export interface EnvelopeSettings {
  /** RSAES-PKCS1-v1_5 makes whoever opens it an oracle for others: `refused` unless given. */
  pkcs1v15?: OpeningOptions['pkcs1v15'];
}

/** The PKCS#7 keys that the hub seals card data for (Issuer Gateway API, data encryption and security). */
export class EnvelopeKeys extends KeyRing<OpeningKey> {
  readonly #pkcs1v15: OpeningOptions['pkcs1v15'];

  constructor(keys: readonly EnvelopeKeyPem[], { pkcs1v15 = 'refused' }: EnvelopeSettings) {
    super(keys.map(importOpeningKey));
    this.#pkcs1v15 = pkcs1v15;
  }

  /** Adds the next key, which goes before the others. @throws EnvelopeKeyError, RangeError */
  add(key: EnvelopeKeyPem): void {
    this.addKey(importOpeningKey(key));
  }

  /** Opens an envelope in base64 or hexadecimal, with the key the message names, or any that fits. */
  open(text: string, keyIdentifier: string | undefined): Promise<OpenedEnvelope> {
    return openEnvelope(text, { keys: this.keys, keyIdentifier, pkcs1v15: this.#pkcs1v15 });
  }
}

/**
 * Imports the PKCS#7 keys, the newest first.
 *
 * @throws EnvelopeKeyError when a key or certificate cannot be used
 * @throws RangeError when there is none, or two have one name
 * @example
 * const keys = keyRing([{ keyIdentifier: 'bank-2027', certificatePem, privateKeyPem }, lastYearsKey]);
 */
export function keyRing(keys: readonly EnvelopeKeyPem[], settings: EnvelopeSettings = {}): EnvelopeKeys {
  return new EnvelopeKeys(keys, settings);
}
