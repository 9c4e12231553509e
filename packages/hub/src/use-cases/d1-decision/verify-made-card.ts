import type { Card } from '../../core/card.ts';
import type { VerifiedCard } from '../../core/d1-facts.ts';
import { judgeCode, securityCodeFrom } from '../../core/security-code.ts';
import type { Hub } from '../../ports/hub.ts';
import { openCard } from '../open-card.ts';

/**
 * The hub's own word on a card that it made: nobody else can check its security code. The code is made anew from number
 * and expiry date, and is kept nowhere; that a wrong one was given is.
 */
export async function verifyMadeCard(
  hub: Pick<Hub, 'store' | 'vault'>,
  { cardId, issuerCardRefId, holder }: Card,
  given: string | undefined,
): Promise<VerifiedCard> {
  const { securityCode, securityCodeTriesExceeded } = await checkCode(hub, cardId, given);
  return {
    lostOrStolen: false,
    expired: false,
    invalid: false,
    fraudSuspect: false,
    securityCode,
    securityCodeTriesExceeded,
    cardId: issuerCardRefId,
    consumerId: holder?.consumerId ?? null,
  };
}

/** Under the lock of the card, so that nobody tries more codes at once than in a row. */
async function checkCode(
  { store, vault }: Pick<Hub, 'store' | 'vault'>,
  cardId: string,
  given: string | undefined,
): Promise<Pick<VerifiedCard, 'securityCode' | 'securityCodeTriesExceeded'>> {
  if (given === undefined) return { securityCode: 'NOT_CHECKED', securityCodeTriesExceeded: false };
  return store.transaction(async tx => {
    const card = await tx.cards.lock(cardId);
    const product = card && (await tx.products.find(card.productId));
    if (!product) throw new Error(`Card ${cardId} or its product is gone`);
    const { fpan, exp } = openCard(vault, card);
    const right = securityCodeFrom(vault.fingerprint('security-code', `${fpan} ${exp}`), product);
    const { wrongCodes, ...judged } = judgeCode(card, { given, right });
    if (wrongCodes !== card.wrongCodes) await tx.cards.save({ ...card, wrongCodes });
    return judged;
  });
}
