import { badgeOf } from '../../core/badge.ts';
import { type Card, enrolledCard } from '../../core/card.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';

/** A card as an issuer tells of it. */
export interface CardToKeep {
  /** Of the domestic side of a cobadged card: the international one. */
  primaryCardId: string | null;
  issuerId: string;
  issuerCardRefId: string;
  productId: string;
  /** The card profile; absent: it stays as it is known. */
  issuerProductId?: string | null;
  panFingerprint: string;
  pan: string;
  /** `MMYY`; null: it stays as it is known. */
  expiry: string | null;
}

/**
 * The issuer's card: known by its PAN, under whatever reference the issuer gives it today; else a new one. Holds its row
 * until the transaction ends.
 */
export async function keepCard(
  hub: Pick<Hub, 'clock' | 'ids' | 'vault'>,
  tx: Pick<Aggregates, 'cards'>,
  { pan, expiry, ...told }: CardToKeep,
): Promise<Card> {
  const { issuerId, panFingerprint } = told;
  const found = await tx.cards.findByFingerprint({ issuerId, badge: badgeOf(told), panFingerprint });
  const known = found && (await tx.cards.lock(found.cardId));
  const now = hub.clock.now();
  const cardId = known?.cardId ?? hub.ids.uuid();
  const card: Card = {
    ...(known ?? enrolledCard),
    ...told,
    cardId,
    issuerProductId:
      told.issuerProductId === undefined ? (known?.issuerProductId ?? null) : told.issuerProductId,
    sealedPan: known?.sealedPan ?? hub.vault.seal({ table: 'card', column: 'pan', rowId: cardId }, pan),
    sealedExpiry:
      expiry === null
        ? (known?.sealedExpiry ?? null)
        : hub.vault.seal({ table: 'card', column: 'expiry', rowId: cardId }, expiry),
    lastDigits: pan.slice(-4),
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
  };
  if (!known) {
    await tx.cards.insert(card);
    return card;
  }
  if (known.issuerCardRefId !== card.issuerCardRefId) await tx.cards.addAlias(card, known.issuerCardRefId);
  await tx.cards.save(card);
  return card;
}
