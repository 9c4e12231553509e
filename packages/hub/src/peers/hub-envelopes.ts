import {
  explainDiagnosis,
  importOpeningKey,
  type OpeningOptions,
  openEnvelope,
} from '@countermark/wire/envelope/cms';
import { readCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { readFpanDetails } from '@countermark/wire/issuer-gateway/plaintext/fpan-details';
import { type PlaintextReading, readPlaintext } from '@countermark/wire/issuer-gateway/plaintext/plaintext';
import { readRegisteredFpan } from '@countermark/wire/issuer-gateway/plaintext/registered-fpan';
import { PushedCardData } from '@countermark/wire/push-provisioning/authorization-code';
import type { HubKey } from '../identity/hub-keys.ts';
import type { HubEnvelopes } from '../ports/hub-envelopes.ts';

/** Why an envelope did not open, for the hub's own trace. Nothing of its content is in it. */
export interface EnvelopeRefusal {
  /** The member that carried the envelope. */
  member: 'fpanDetails' | 'cipheredCardInfo' | 'encryptedData' | 'encryptedCardData';
  /** The issuer that sent it; `null` for a token requestor. */
  issuerId: string | null;
  /** A sentence for people. */
  diagnosis: string;
}

/**
 * Opens envelopes with the hub's keys. PKCS#1 v1.5 padding is good enough only from issuers whose setting says so, and
 * never in the auxiliary API
 * (Issuer Gateway API, data encryption and security).
 *
 * @param keys all active keys, the newest first
 * @throws EnvelopeKeyError when a key cannot be used
 */
export function hubEnvelopes({
  keys,
  trace,
}: {
  keys: readonly HubKey[];
  trace: (refusal: EnvelopeRefusal) => void;
}): HubEnvelopes {
  const openingKeys = keys.map(importOpeningKey);

  async function open<Content>(
    { text, ...named }: { text: string; keyIdentifier?: string },
    how: Pick<OpeningOptions, 'pkcs1v15'> & { read: (plaintext: Uint8Array) => PlaintextReading<Content> },
  ): Promise<{ ok: true; content: Content } | { ok: false; diagnosis: string }> {
    const envelope = await openEnvelope(text, { keys: openingKeys, pkcs1v15: how.pkcs1v15, ...named });
    if (!envelope.opened) return { ok: false, diagnosis: explainDiagnosis(envelope.diagnosis) };
    const reading = how.read(envelope.plaintext);
    if (reading.ok) return reading;
    return {
      ok: false,
      diagnosis: `The envelope opens, but what it holds is refused: ${reading.diagnosis}.`,
    };
  }

  return {
    async openFpanDetails({ issuerId, settings }, { badge, ...envelope }) {
      const pkcs1v15 = badge === 'AUXILIARY' ? 'refused' : settings.inboundPkcs1v15;
      const opening = await open(envelope, { pkcs1v15, read: readFpanDetails });
      if (opening.ok) return { opened: true, fpanDetails: opening.content };
      trace({ member: 'fpanDetails', issuerId, diagnosis: opening.diagnosis });
      return { opened: false };
    },
    async openCardInfo({ issuerId = null, ...envelope }) {
      const opening = await open(envelope, { pkcs1v15: 'refused', read: readCardInfo });
      if (opening.ok) return { opened: true, cardInfo: opening.content };
      trace({ member: 'cipheredCardInfo', issuerId, diagnosis: opening.diagnosis });
      return { opened: false };
    },
    async openRegisteredFpan({ issuerId }, envelope) {
      const opening = await open(envelope, { pkcs1v15: 'refused', read: readRegisteredFpan });
      if (opening.ok) return { opened: true, fpan: opening.content.fpan };
      trace({ member: 'encryptedData', issuerId, diagnosis: opening.diagnosis });
      return { opened: false };
    },
    async openPushedCard(envelope) {
      const member = 'encryptedCardData';
      const read = (bytes: Uint8Array) => readPlaintext({ schema: PushedCardData, member, bytes });
      const opening = await open(envelope, { pkcs1v15: 'refused', read });
      if (opening.ok) return { opened: true, card: opening.content };
      trace({ member, issuerId: null, diagnosis: opening.diagnosis });
      return { opened: false };
    },
  };
}
