import type { CardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { Card } from '../core/card.ts';
import type { Vault } from '../ports/vault.ts';

/** Number and, where it is known, expiry date of a card, out of the vault. */
export function openCard(
  vault: Pick<Vault, 'open'>,
  { cardId, sealedPan, sealedExpiry }: Card,
): Pick<CardInfo, 'fpan' | 'exp'> {
  const address = { table: 'card', rowId: cardId };
  const fpan = vault.open({ ...address, column: 'pan' }, sealedPan);
  const exp = sealedExpiry && vault.open({ ...address, column: 'expiry' }, sealedExpiry);
  return { fpan, ...(exp !== null && { exp }) };
}
