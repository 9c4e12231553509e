import { getCardCredentials as operation } from '@countermark/wire/d1/outbound/get-card-credentials';
import { readCardCredentials } from '@countermark/wire/d1/plaintext/card-credentials';
import type { FullCardCredentials } from '@countermark/wire/d1/plaintext/full-card-credentials';
import { openCard } from './open-card.ts';
import { answer, refuse, serveD1Operation } from './serve-d1-operation.ts';
import { rightCvv } from './verify-card.ts';

/** All that stands on a card of the issuer's own; a card that is not active is not shown. */
export const getCardCredentials = serveD1Operation(operation, async ({ parameters }, means) => {
  const { issuerId, cardId } = parameters;
  const card = means.book.find(issuerId, cardId);
  if (card === undefined || card.credentials === null) return refuse(404, 'cardId');
  if (card.state !== 'ACTIVE') return refuse(403, 'cardId');
  const credentials = await openCard(card.credentials, readCardCredentials, means.issuer);
  if (credentials === undefined) throw new Error(`What is kept of card ${cardId} does not open`);
  const full: FullCardCredentials = { ...credentials, name: 'KARI NORDMANN', cvv: rightCvv };
  return answer({ encryptedData: await means.sealForHub(full) });
});
