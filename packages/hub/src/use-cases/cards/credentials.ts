import { isPan, lastDigits } from '@countermark/wire/card/pan';
import type { AccountInformation } from '@countermark/wire/d1/data/account-information';
import type { CardCredentials } from '@countermark/wire/d1/plaintext/card-credentials';
import type { Card } from '../../core/card.ts';
import type { CardProduct } from '../../core/card-product.ts';
import { productCovers } from '../../core/pan-ranges.ts';
import type { Hub } from '../../ports/hub.ts';
import { D1Refusal } from '../d1-change.ts';

/** Number and expiry date that an issuer sealed for the hub. What does not open is refused before anything is looked up. */
export async function openCredentials(
  hub: Pick<Hub, 'd1Envelopes'>,
  issuerId: string,
  encryptedData: string,
): Promise<CardCredentials | null> {
  const opened = await hub.d1Envelopes.openCard(issuerId, encryptedData);
  return opened.opened ? opened.credentials : null;
}

/** A number that cannot be a card of the product is refused, unless the product takes any. */
export function checkPan({ pan }: CardCredentials, product: CardProduct): void {
  const isChecked = product.d1?.checksPan ?? true;
  if (isChecked && !(isPan(pan) && productCovers(product, pan)))
    throw new D1Refusal('FIELD_INVALID_VALUE', 'encryptedData');
}

/**
 * No id may have the card's number in it: ids stand in the clear wherever there is something to be told of a card (D1 API,
 * identifiers). Ids by the names of their fields.
 */
export function checkIds({ pan }: CardCredentials, ids: Readonly<Record<string, string>>): void {
  const field = Object.keys(ids).find(name => ids[name]?.includes(pan));
  if (field !== undefined) throw new D1Refusal('FIELD_INVALID_VALUE', field);
}

type SealedCredentials = Pick<Card, 'panFingerprint' | 'sealedPan' | 'sealedExpiry' | 'lastDigits'>;

/** Both as the row of a card keeps them. */
export function sealCredentials(
  vault: Pick<Hub['vault'], 'seal' | 'fingerprint'>,
  cardId: string,
  { pan, exp }: CardCredentials,
): SealedCredentials & { sealedExpiry: Uint8Array } {
  return {
    panFingerprint: vault.fingerprint('pan', pan),
    sealedPan: vault.seal({ table: 'card', column: 'pan', rowId: cardId }, pan),
    sealedExpiry: sealExpiry(vault, cardId, exp),
    lastDigits: lastDigits(pan, 4),
  };
}

export function sealExpiry(vault: Pick<Hub['vault'], 'seal'>, cardId: string, exp: string): Uint8Array {
  return vault.seal({ table: 'card', column: 'expiry', rowId: cardId }, exp);
}

/** Account numbers tell who somebody is: what is known of accounts is sealed as one. */
export function sealAccounts(
  vault: Pick<Hub['vault'], 'seal'>,
  cardId: string,
  accounts: readonly AccountInformation[],
): Uint8Array {
  return vault.seal({ table: 'card', column: 'accounts', rowId: cardId }, JSON.stringify(accounts));
}

/** `MMYY`; null: nobody told. */
export function openExpiry(vault: Pick<Hub['vault'], 'open'>, { cardId, sealedExpiry }: Card): string | null {
  return sealedExpiry && vault.open({ table: 'card', column: 'expiry', rowId: cardId }, sealedExpiry);
}
