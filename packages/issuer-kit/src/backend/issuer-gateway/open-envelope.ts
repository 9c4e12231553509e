import { explainDiagnosis } from '@countermark/wire/envelope/cms';
import type { PlaintextReading } from '@countermark/wire/issuer-gateway/plaintext/plaintext';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { EnvelopeKeys } from '../../keys/envelope-keys.ts';
import { IssuerGatewayRefusal } from './refusal.ts';

/** Something the hub sealed for the issuer. */
export interface ReceivedEnvelope<Content> {
  /** The member it came in. */
  member: string;
  text: string;
  /** `publicKeyIdentifier` of the message; absent where the hub leaves it to the envelope. */
  keyIdentifier: string | undefined;
  read: (plaintext: Uint8Array) => PlaintextReading<Content>;
}

/** Opens envelopes, and tells the issuer, never the sender, why one does not open. */
export class EnvelopeOpener {
  readonly #keys: EnvelopeKeys;
  readonly #onUnopened: (envelope: { member: string; diagnosis: string }) => void;

  constructor(keys: EnvelopeKeys, onUnopened: (envelope: { member: string; diagnosis: string }) => void) {
    this.#keys = keys;
    this.#onUnopened = onUnopened;
  }

  /**
   * Opens and reads an envelope. It is refused with 112 whatever is wrong with it, down to what it holds: whoever seals for
   * a bank learns from its answer whether an envelope is good, and nothing else (Issuer Gateway API, data encryption).
   */
  async open<Content>(envelope: ReceivedEnvelope<Content>): Promise<Content> {
    const { member, text, keyIdentifier, read } = envelope;
    const opened = await this.#keys.open(text, keyIdentifier);
    if (!opened.opened) return this.#refuse(member, explainDiagnosis(opened.diagnosis));
    const reading = read(opened.plaintext);
    return reading.ok ? reading.content : this.#refuse(member, reading.diagnosis);
  }

  #refuse(member: string, diagnosis: string): never {
    this.#onUnopened({ member, diagnosis });
    throw new IssuerGatewayRefusal(ResponseCode.badParameterFormat, member);
  }
}
