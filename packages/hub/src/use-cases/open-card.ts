import type { CardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { Card } from '../core/card.ts';
import { type VaultedToken, vaultedField } from '../ports/aggregates/vaulted-tokens.ts';
import type { FieldAddress, Vault } from '../ports/vault.ts';

type OpenedCard = Pick<CardInfo, 'fpan' | 'exp'>;

/** Number and, where it is known, expiry date of a card, out of the vault. */
export function openCard(vault: Pick<Vault, 'open'>, card: Card): OpenedCard {
  return open(vault, card, column => ({ table: 'card', column, rowId: card.cardId }));
}

/** The same of the card behind a token of the built-in TSP. */
export function openCardBehind(vault: Pick<Vault, 'open'>, token: VaultedToken): OpenedCard {
  return open(vault, token, column => vaultedField(token.tspTokenId, column));
}

function open(
  vault: Pick<Vault, 'open'>,
  { sealedPan, sealedExpiry }: Pick<Card, 'sealedPan' | 'sealedExpiry'>,
  address: (column: 'pan' | 'expiry') => FieldAddress,
): OpenedCard {
  const fpan = vault.open(address('pan'), sealedPan);
  const exp = sealedExpiry && vault.open(address('expiry'), sealedExpiry);
  return { fpan, ...(exp !== null && { exp }) };
}
