import type { renewCard as renewCardV1 } from '@countermark/wire/d1/card-v1/renew-card';
import type { renewCard as renewCardV2 } from '@countermark/wire/d1/card-v2/renew-card';
import type { OperationResult } from '@countermark/wire/d1/data/operation-result';
import type { CardCredentials } from '@countermark/wire/d1/plaintext/card-credentials';
import { defaultReasonCode } from '@countermark/wire/d1/reason-codes';
import type { Card } from '../../core/card.ts';
import { expiryOfRenewedCard } from '../../core/card-expiry.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { type D1Call, type D1Result, done, refused } from '../d1-call.ts';
import { D1Refusal, d1Change } from '../d1-change.ts';
import { recordedWhy } from '../recorded-operations/recorded-why.ts';
import { beginRelink } from './begin-relink.ts';
import { cardForEvent } from './change-card.ts';
import { openCredentials, openExpiry, sealExpiry } from './credentials.ts';

/** Card API v2, renew: a new expiry date, which digital cards are given at their TSP. */
export async function renewCard(
  hub: Hub,
  call: D1Call<typeof renewCardV2>,
): Promise<D1Result<typeof renewCardV2>> {
  const { encryptedData } = call.body;
  if (encryptedData === undefined) return d1Change(hub, tx => renew(hub, tx, { call, credentials: null }));
  const credentials = await openCredentials(hub, call.issuer.issuerId, encryptedData);
  if (!credentials) return refused('FIELD_INVALID_VALUE', 'encryptedData');
  return d1Change(hub, tx => renew(hub, tx, { call, credentials }));
}

/** The same of v1, whose answer names no operation. */
export async function renewCardInSilence(
  hub: Hub,
  call: D1Call<typeof renewCardV1>,
): Promise<D1Result<typeof renewCardV1>> {
  const result = await renewCard(hub, call);
  return result.ok ? done : result;
}

async function renew(
  hub: Hub,
  tx: Aggregates,
  { call, credentials }: { call: D1Call<typeof renewCardV2>; credentials: CardCredentials | null },
): Promise<OperationResult> {
  const { parameters: name, body, correlationId } = call;
  const reasonCode = body.reasonCode ?? defaultReasonCode;
  const { card, next } = await cardForEvent(tx, name, { operation: 'RENEW', reasonCode });
  const exp = credentials ? toldExpiry(hub, card, credentials) : ownExpiry(hub, card);
  const renewed: Card = {
    ...card,
    ...next,
    sealedExpiry: sealExpiry(hub.vault, card.cardId, exp),
    wrongCodes: 0, // with another expiry date there is another code
    updatedAt: hub.clock.now(),
  };
  await tx.cards.save(renewed);
  return beginRelink(hub, tx, {
    card: renewed,
    target: { kind: 'CARD', key: card.cardId, id: name.cardId },
    operation: 'RENEW',
    why: recordedWhy(body, correlationId),
  });
}

/** A card with another number is a replacement. */
function toldExpiry({ vault }: Pick<Hub, 'vault'>, card: Card, { pan, exp }: CardCredentials): string {
  if (vault.fingerprint('pan', pan) !== card.panFingerprint) throw new D1Refusal('CARD_PAN_NOT_ALLOWED');
  return exp;
}

/** Only of a card that the hub made it knows the next expiry date. */
function ownExpiry({ vault, clock }: Pick<Hub, 'vault' | 'clock'>, card: Card): string {
  if (card.origin !== 'CREATED') throw new D1Refusal('FIELD_INVALID_FORMAT', 'encryptedData');
  return expiryOfRenewedCard(openExpiry(vault, card), clock.now());
}
