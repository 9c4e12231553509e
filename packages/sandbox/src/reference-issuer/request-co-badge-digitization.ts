import { IssuerGatewayRefusal, type RequestCoBadgeDigitization, ResponseCode } from '@countermark/issuer-kit';
import { testPan } from '../test-cards.ts';
import type { Bank } from './bank.ts';
import { type IdentifiedCard, identifyCard } from './identify-card.ts';
import type { IssuerProduct } from './issuer-profile.ts';

/** Which domestic card goes with this international one? Always the same, and good as long. */
export function requestCoBadgeDigitization(bank: Bank): RequestCoBadgeDigitization {
  return async ({ issuerId, card: info, request }) => {
    const card = await identifyCard({ info, issuerCardRefId: request.issuerCardRefId }, bank);
    if (card instanceof IssuerGatewayRefusal) return card;
    const product = domesticProduct(card, bank);
    if (product === undefined) return new IssuerGatewayRefusal(ResponseCode.productNotSupported);
    const { productId, panPrefix } = product;
    const { expiryYear } = card;
    const pan = testPan({ prefix: panPrefix, seed: card.pan ?? card.issuerCardRefId });
    const issuerCardRefId = await bank.references.referenceOf({ issuerId, pan, productId, expiryYear });
    const exp = expiryYear === null ? {} : { exp: `12${expiryYear}` };
    return { issuerCardRefId, productId, card: { fpan: pan, ...exp } };
  };
}

function domesticProduct({ productId }: IdentifiedCard, { issuer }: Bank): IssuerProduct | undefined {
  const own = issuer.products.find(product => product.productId === productId);
  return issuer.products.find(product => product.productId === own?.domesticProductId);
}
