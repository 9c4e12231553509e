import { importSealingKey, type SealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';
import { writeCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { TspConnection, TspSettings } from '../../../../core/tsp-connection.ts';

/** A card sealed for a TSP, and the name the TSP knows the key by. */
export interface SealedCard {
  text: string;
  keyIdentifier: string;
}

export type SealCard = (
  tsp: TspConnection,
  card: { pan: string; expiry: string | null },
) => Promise<SealedCard>;

/**
 * Seals cards for TSPs: base64, in the padding agreed with the TSP. Parsing a certificate costs more than sealing with
 * it, so each TSP's key is kept as imported.
 */
export function cardSealing(): SealCard {
  const latest = new Map<string, { certificatePem: string; key: SealingKey }>();

  function keyOf(tsp: string, envelope: TspSettings['envelope']): SealingKey {
    const known = latest.get(tsp);
    const isCurrent =
      known?.certificatePem === envelope.certificatePem && known.key.keyIdentifier === envelope.keyIdentifier;
    if (known && isCurrent) return known.key;
    const key = importSealingKey(envelope);
    latest.set(tsp, { certificatePem: envelope.certificatePem, key });
    return key;
  }

  return async ({ tsp, settings }, card) => {
    const { envelope, padding } = settings;
    const plaintext = writeCardInfo({ fpan: card.pan, ...(card.expiry !== null && { exp: card.expiry }) });
    const text = await sealEnvelope(plaintext, {
      key: keyOf(tsp, envelope),
      padding,
      recipient: 'subjectKeyIdentifier',
      encoding: 'base64',
    });
    return { text, keyIdentifier: envelope.keyIdentifier };
  };
}
