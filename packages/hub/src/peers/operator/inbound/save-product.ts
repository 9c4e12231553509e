import type { CardProduct, PanRange } from '../../../core/card-product.ts';
import { findRangeConflict } from '../../../core/pan-ranges.ts';
import type { Hub } from '../../../ports/hub.ts';
import { unfitForFamily } from './family-settings.ts';
import { created, type Outcome, ok, type Refused, refuse } from './outcome.ts';

/** Stores a product if no range of it is anybody else's and it keeps the cards it has. */
export async function saveProduct(hub: Pick<Hub, 'store'>, product: CardProduct): Promise<Outcome> {
  return hub.store.transaction(async tx => {
    await tx.products.lockRanges();
    const issuer = await tx.issuers.find(product.issuerId);
    if (!issuer) {
      const message = `There is no issuer ${product.issuerId}. Add it first: \`countermark issuer add ${product.issuerId}\`.`;
      return refuse('unknown-reference', message, 'issuerId');
    }
    const unfit = unfitForFamily(product, issuer);
    if (unfit) return unfit;
    const products = await tx.products.list();
    const badAuxiliary = unfitAuxiliary(product, products);
    if (badAuxiliary) return badAuxiliary;
    const former = products.find(({ productId }) => productId === product.productId);
    const others = products.filter(other => other !== former);
    const refused = (former && lostCards(former, product)) ?? takenRange(product, others);
    if (refused) return refused;
    await tx.products.save(product);
    return former ? ok(product) : created(product);
  });
}

/** The domestic side is a product of the same issuer and the same API, with no domestic side of its own. */
function unfitAuxiliary(
  { productId, issuerId, auxiliary }: CardProduct,
  products: readonly CardProduct[],
): Refused | null {
  if (!auxiliary) return null;
  const beside = products.find(product => product.productId === auxiliary.productId);
  if (beside?.issuerId === issuerId && beside.productId !== productId && isSingle(beside)) return null;
  const message = `${auxiliary.productId} cannot stand beside ${productId}. Expected: another product of issuer ${issuerId} that is not cobadged itself, nor one of D1.`;
  return refuse('unknown-reference', message, 'auxiliary.productId');
}

/** D1 has no word for a second side of a card. */
function isSingle({ auxiliary, apiFamily }: CardProduct): boolean {
  return !auxiliary && apiFamily === 'ISSUER_GATEWAY';
}

/** Cards stay with the issuer and the ranges they were enrolled under. */
function lostCards(former: CardProduct, product: CardProduct): Refused | null {
  if (former.issuerId !== product.issuerId) {
    const message = `Product ${former.productId} belongs to issuer ${former.issuerId}, and so do its cards. Make another product for issuer ${product.issuerId}.`;
    return refuse('cards-would-be-lost', message, 'issuerId');
  }
  const lost = former.panRanges.find(range => !product.panRanges.some(wider => contains(wider, range)));
  if (!lost) return null;
  const message = `Range ${inWords(lost)} of product ${former.productId} may have cards: it can be widened, not taken away. Put it back into panRanges.`;
  return refuse('cards-would-be-lost', message, 'panRanges');
}

function contains(wider: PanRange, range: PanRange): boolean {
  return wider.panLength === range.panLength && range.prefix.startsWith(wider.prefix);
}

function inWords({ prefix, panLength }: PanRange): string {
  return `${prefix} (${panLength} digits)`;
}

function takenRange(product: CardProduct, others: readonly CardProduct[]): Refused | null {
  const conflict = findRangeConflict(product, others);
  if (!conflict) return null;
  const { prefix, takenPrefix, takenBy } = conflict;
  const parameter = product.panRanges.some(range => range.prefix === prefix) ? 'panRanges' : 'tokenRanges';
  const holder = [product, ...others].find(({ productId }) => productId === takenBy);
  const message =
    `Range ${prefix} of product ${product.productId} (issuer ${product.issuerId}) overlaps range ${takenPrefix} of ` +
    `product ${takenBy} (issuer ${holder?.issuerId}). Card ranges of two issuers must not overlap, nor may a token range and a card range.`;
  return refuse('range-taken', message, parameter);
}
