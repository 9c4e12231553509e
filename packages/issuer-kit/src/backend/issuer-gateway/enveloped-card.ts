import { type CardInfo, readCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { EnvelopeOpener } from './open-envelope.ts';

/** Members by which a message names a card in an envelope. */
export interface CardEnvelope {
  cipheredCardInfo?: string | undefined;
  publicKeyIdentifier?: string | undefined;
}

/** The card of a message; `undefined`: it names one by reference alone. */
export async function envelopedCard(
  { cipheredCardInfo, publicKeyIdentifier }: CardEnvelope,
  opener: EnvelopeOpener,
): Promise<CardInfo | undefined> {
  if (cipheredCardInfo === undefined) return undefined;
  return opener.open({
    member: 'cipheredCardInfo',
    text: cipheredCardInfo,
    keyIdentifier: publicKeyIdentifier,
    read: readCardInfo,
  });
}
