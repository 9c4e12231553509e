import type { Aggregates } from '../../ports/store.ts';

/**
 * Whether the hub keeps what an issuer tells of its consumers: not where the data of all its D1 products are fetched from
 * the issuer whenever they are needed.
 */
export async function keepsPersonalInformation(
  store: Pick<Aggregates, 'products'>,
  issuerId: string,
): Promise<boolean> {
  const products = await store.products.ofIssuer(issuerId);
  const models = products.flatMap(({ d1 }) => (d1 ? [d1.dataModel] : []));
  return models.length === 0 || models.includes('STORED');
}
