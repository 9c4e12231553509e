import type { CardProduct } from '../../core/card-product.ts';

export interface ProductStore {
  save(product: CardProduct): Promise<void>;
  find(productId: string): Promise<CardProduct | null>;
  list(): Promise<CardProduct[]>;
  ofIssuer(issuerId: string): Promise<CardProduct[]>;
  /** The product whose range covers the PAN, longest prefix first. */
  findByPan(pan: string): Promise<CardProduct | null>;
  /** Serialises changes of ranges until the transaction ends. */
  lockRanges(): Promise<void>;
}
