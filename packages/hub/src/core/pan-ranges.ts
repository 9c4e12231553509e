import type { CardProduct, PanRange, TokenRange } from './card-product.ts';

/** Two ranges of which one contains PANs of the other, with who holds them. */
export interface RangeConflict {
  prefix: string;
  takenPrefix: string;
  takenBy: string;
}

/** What a PAN can be looked up by: every prefix of the permitted lengths, longest first. */
export function candidateRanges(pan: string): PanRange[] {
  return [11, 10, 9, 8, 7, 6].map(length => ({ prefix: pan.slice(0, length), panLength: pan.length }));
}

export function inRange(pan: string, range: PanRange): boolean {
  return pan.length === range.panLength && pan.startsWith(range.prefix);
}

export function productCovers(product: CardProduct, pan: string): boolean {
  return product.panRanges.some(range => inRange(pan, range));
}

/**
 * Finds the first conflict of a product with the others. Products of one issuer may lie inside each other, and the
 * longest match decides; the same range twice, ranges of two issuers that overlap, and token BINs that touch any PAN
 * range are refused.
 */
export function findRangeConflict(
  product: CardProduct,
  others: readonly CardProduct[],
): RangeConflict | null {
  const everybody = [...others, product];
  return (
    panRangeConflict(product, others) ??
    tokenBinConflict(product.tokenRanges, everybody) ??
    panInsideTokenBin(product.panRanges, everybody)
  );
}

const touches = (a: string, b: string) => a.startsWith(b) || b.startsWith(a);

function panRangeConflict(product: CardProduct, others: readonly CardProduct[]): RangeConflict | null {
  for (const other of others) {
    const conflicts = other.issuerId === product.issuerId ? sameRange : overlappingRange;
    for (const taken of other.panRanges) {
      const own = product.panRanges.find(range => conflicts(range, taken));
      if (own) return { prefix: own.prefix, takenPrefix: taken.prefix, takenBy: other.productId };
    }
  }
  return null;
}

function sameRange(a: PanRange, b: PanRange): boolean {
  return a.panLength === b.panLength && a.prefix === b.prefix;
}

function overlappingRange(a: PanRange, b: PanRange): boolean {
  return a.panLength === b.panLength && touches(a.prefix, b.prefix);
}

function tokenBinConflict(
  tokenRanges: readonly TokenRange[],
  everybody: readonly CardProduct[],
): RangeConflict | null {
  for (const { tokenBin } of tokenRanges) {
    for (const other of everybody) {
      const taken = other.panRanges.find(range => touches(range.prefix, tokenBin));
      if (taken) return { prefix: tokenBin, takenPrefix: taken.prefix, takenBy: other.productId };
    }
  }
  return null;
}

function panInsideTokenBin(
  panRanges: readonly PanRange[],
  everybody: readonly CardProduct[],
): RangeConflict | null {
  for (const { prefix } of panRanges) {
    for (const other of everybody) {
      const taken = other.tokenRanges.find(range => touches(range.tokenBin, prefix));
      if (taken) return { prefix, takenPrefix: taken.tokenBin, takenBy: other.productId };
    }
  }
  return null;
}
