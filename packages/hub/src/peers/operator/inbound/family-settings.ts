import type { CardProduct, D1ProductSettings } from '../../../core/card-product.ts';
import type { Issuer, IssuerSettings } from '../../../core/issuer.ts';
import { type Refused, refuse } from './outcome.ts';

/** Why a product cannot speak its API family: the issuer does not, or settings of the product mean nothing there. */
export function unfitForFamily(product: CardProduct, issuer: Issuer): Refused | null {
  return product.apiFamily === 'D1' ? unfitForD1(product, issuer) : noIssuerGateway(issuer);
}

/** Why an issuer cannot be saved: products of it speak an API that its new settings do not name. */
export function apiInUse({ issuerId, settings }: Issuer, products: readonly CardProduct[]): Refused | null {
  const left = products.find(({ apiFamily }) => !speaks(settings, apiFamily));
  if (!left) return null;
  const [api, setting] =
    left.apiFamily === 'D1' ? ['D1', 'settings.d1'] : ['the Issuer Gateway API', 'settings.outboundBase'];
  const message = `Product ${left.productId} of issuer ${issuerId} speaks ${api}: send ${setting} as it is, or make the product one of another API first.`;
  return refuse('missing-parameter', message, setting);
}

function speaks({ d1, outboundBase }: IssuerSettings, apiFamily: CardProduct['apiFamily']): boolean {
  return apiFamily === 'D1' ? d1 !== undefined : outboundBase !== null;
}

function noIssuerGateway({ issuerId, settings }: Issuer): Refused | null {
  if (speaks(settings, 'ISSUER_GATEWAY')) return null;
  const message = `Issuer ${issuerId} speaks D1 only: make this a product of D1, or say where the issuer serves the Issuer Gateway API (settings.outboundBase).`;
  return refuse('bad-parameter', message, 'apiFamily');
}

function unfitForD1(product: CardProduct, { issuerId, settings }: Issuer): Refused | null {
  if (!speaks(settings, 'D1')) {
    const message = `Issuer ${issuerId} has no D1 backend: say where it is first (settings.d1; \`countermark issuer add ${issuerId} --d1-url …\`).`;
    return refuse('bad-parameter', message, 'apiFamily');
  }
  return issuerDecides(product) ?? (product.d1 ? contradictory(product.d1) : null);
}

/** In D1 the hub decides: nobody stands in for it, and it is never more permissive than the wallet. */
function issuerDecides({ standIn, issuerOverridesYellow, auxiliary }: CardProduct): Refused | null {
  if (standIn) return notInD1('standIn');
  if (issuerOverridesYellow) return notInD1('issuerOverridesYellow');
  return auxiliary ? notInD1('auxiliary') : null;
}

function notInD1(parameter: string): Refused {
  return refuse('bad-parameter', `${parameter} means nothing for a product of D1: leave it away.`, parameter);
}

function contradictory(d1: D1ProductSettings): Refused | null {
  const { unregisteredCards, verifyCard, authorisation, autoEnrolment, services } = d1;
  if (unregisteredCards === 'REGISTER' && !verifyCard) {
    const message =
      'A card that nobody registered is named by its issuer when it is verified: set verifyCard, too.';
    return refuse('bad-parameter', message, 'd1.unregisteredCards');
  }
  if (unregisteredCards === 'REGISTER' && authorisation !== 'NONE' && authorisation !== 'LIGHT') {
    const message = `Cards are registered with authorisation NONE and LIGHT only; this one is ${authorisation}.`;
    return refuse('bad-parameter', message, 'd1.unregisteredCards');
  }
  if (autoEnrolment && !services.includes('CLICK_TO_PAY')) {
    return refuse('bad-parameter', 'autoEnrolment needs the service CLICK_TO_PAY.', 'd1.autoEnrolment');
  }
  return null;
}
