import { openEnvelope } from '@countermark/wire/envelope/cms';
import type { PlaintextReading } from '@countermark/wire/issuer-gateway/plaintext/plaintext';
import type { Call } from './serve-operation.ts';

/** Something the hub sealed for the issuer. */
export interface ReceivedEnvelope {
  text: string;
  /** `publicKeyIdentifier` of the message; absent where the hub leaves it to the envelope. */
  keyIdentifier: string | undefined;
}

/**
 * Opens and reads an envelope. `undefined` whatever is wrong with it, down to what it holds: whoever seals for a bank
 * learns from its answer whether an envelope is good, and nothing else (Issuer Gateway API, data encryption).
 */
export async function openReceived<Content>(
  envelope: ReceivedEnvelope,
  read: (plaintext: Uint8Array) => PlaintextReading<Content>,
  { issuer, openingKey }: Call,
): Promise<Content | undefined> {
  const opened = await openEnvelope(envelope.text, {
    keys: [openingKey],
    keyIdentifier: envelope.keyIdentifier,
    pkcs1v15: issuer.sealing.padding === 'RSAES-PKCS1-v1_5' ? 'allowed' : 'refused',
  });
  if (!opened.opened) return undefined;
  const reading = read(opened.plaintext);
  return reading.ok ? reading.content : undefined;
}
