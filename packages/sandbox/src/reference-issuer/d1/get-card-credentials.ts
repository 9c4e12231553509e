import { D1CallRefusal, type GetCardCredentials, jweKeyRing } from '@countermark/issuer-kit';
import { type CardCredentials, readCardCredentials } from '@countermark/wire/d1/plaintext/card-credentials';
import type { D1Bank } from './d1-backend.ts';
import { rightCvv } from './verify-card.ts';

/** All that stands on a card of the issuer's own; a card that is not active is not shown. */
export function getCardCredentials(bank: D1Bank): GetCardCredentials {
  return async ({ issuerId, cardId }) => {
    const card = bank.book.find(issuerId, cardId);
    if (card === undefined || card.credentials === null) return new D1CallRefusal(404, 'cardId');
    if (card.state !== 'ACTIVE') return new D1CallRefusal(403, 'cardId');
    const credentials = await openKept(card.credentials, bank);
    if (credentials === undefined) throw new Error(`What is kept of card ${cardId} does not open`);
    return { ...credentials, name: 'KARI NORDMANN', cvv: rightCvv };
  };
}

/** Opens what the issuer sealed for itself; `undefined`: for another key. */
async function openKept(sealed: string, { issuer }: D1Bank): Promise<CardCredentials | undefined> {
  const { keyIdentifier, privateKeyPem } = issuer.encryption;
  const opened = await jweKeyRing([{ keyIdentifier, privateKey: privateKeyPem }]).open(sealed);
  const reading = opened.opened ? readCardCredentials(opened.plaintext) : undefined;
  return reading?.ok ? reading.content : undefined;
}
