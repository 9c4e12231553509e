import { writeCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { requestCoBadgeDigitization as operation } from '@countermark/wire/issuer-gateway-auxiliary/request-co-badge-digitization';
import { testPan } from '../test-cards.ts';
import { type IdentifiedCard, identifyCard } from './identify-card.ts';
import type { IssuerProduct } from './issuer-profile.ts';
import { answer, type Call, refuse, serveOperation } from './serve-operation.ts';

/** Which domestic card goes with this international one? Always the same, and good as long. */
export const requestCoBadgeDigitization = serveOperation(operation, async (request, call) => {
  const identification = await identifyCard(request, call);
  if (identification.kind !== 'CARD') return identification;
  const { card } = identification;
  const product = domesticProduct(card, call);
  if (product === undefined) return refuse(ResponseCode.productNotSupported);
  const { productId } = product;
  const { issuerId } = call.issuer;
  const pan = testPan({ prefix: product.panPrefix, seed: card.pan ?? card.issuerCardRefId });
  const { expiryYear } = card;
  const issuerCardRefId = await call.references.referenceOf({ issuerId, pan, productId, expiryYear });
  const plaintext = writeCardInfo({ fpan: pan, ...(expiryYear !== null && { exp: `12${expiryYear}` }) });
  const sealed = await call.sealForHub(call.issuer, plaintext);
  return answer({
    issuerCardRefId,
    cipheredCardInfo: sealed.text,
    publicKeyIdentifier: sealed.keyIdentifier,
    productId,
  });
});

function domesticProduct({ productId }: IdentifiedCard, { issuer }: Call): IssuerProduct | undefined {
  const own = issuer.products.find(product => product.productId === productId);
  return issuer.products.find(product => product.productId === own?.domesticProductId);
}
