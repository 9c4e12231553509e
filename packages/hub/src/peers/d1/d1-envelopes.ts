import type { KeyObject } from 'node:crypto';
import { readCardCredentials } from '@countermark/wire/d1/plaintext/card-credentials';
import type { EncryptedDataReading } from '@countermark/wire/d1/plaintext/encrypted-data';
import { readFullCardCredentials } from '@countermark/wire/d1/plaintext/full-card-credentials';
import { openJwe } from '@countermark/wire/envelope/jwe';
import { explainJweDiagnosis } from '@countermark/wire/envelope/jwe-diagnosis';
import { readP256PrivateKey } from '@countermark/wire/envelope/p256-keys';
import type { HubKey } from '../../identity/hub-keys.ts';
import type { D1Envelopes } from '../../ports/d1-envelopes.ts';
import type { EnvelopeRefusal } from '../hub-envelopes.ts';

/**
 * Opens envelopes with the hub's keys (D1 sensitive data).
 *
 * @param keys all active keys
 */
export function d1Envelopes({
  keys,
  trace,
}: {
  keys: readonly HubKey[];
  trace: (refusal: EnvelopeRefusal) => void;
}): D1Envelopes {
  const privateKeys = new Map<string, KeyObject>(
    keys.map(({ keyIdentifier, privateKeyPem }) => [keyIdentifier, readP256PrivateKey(privateKeyPem)]),
  );

  async function open<Content>(
    issuerId: string,
    encryptedData: string,
    read: (plaintext: Uint8Array) => EncryptedDataReading<Content>,
  ): Promise<{ opened: true; credentials: Content } | { opened: false }> {
    const refuse = (diagnosis: string) => {
      trace({ member: 'encryptedData', issuerId, diagnosis });
      return { opened: false } as const;
    };
    const envelope = await openJwe(encryptedData, kid => privateKeys.get(kid));
    if (!envelope.opened) return refuse(explainJweDiagnosis(envelope.why));
    const reading = read(envelope.plaintext);
    return reading.ok
      ? { opened: true, credentials: reading.content }
      : refuse(`The envelope opens, but what it holds is refused: ${reading.diagnosis}.`);
  }

  return {
    openCard: (issuerId, encryptedData) => open(issuerId, encryptedData, readCardCredentials),
    openFullCard: (issuerId, encryptedData) => open(issuerId, encryptedData, readFullCardCredentials),
  };
}
