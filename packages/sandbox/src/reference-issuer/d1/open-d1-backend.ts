import { openCardBook } from './card-book.ts';
import { D1Backend, type D1BackendMeans } from './d1-backend.ts';
import type { D1IssuerProfile, PublicKey } from './d1-profile.ts';

/** The issuers that speak D1, and what they were given by the hub. */
export interface D1Setup {
  issuers: readonly D1IssuerProfile[];
  /** What card data is sealed for. */
  hubEncryption: PublicKey;
  /** Where the cards are kept that the issuers made known to the hub. */
  stateFile: string;
}

/** Opens the backends that speak D1; inbox and references are those of the other issuers. */
export async function openD1Backend(
  { stateFile, ...setup }: D1Setup,
  shared: Pick<D1BackendMeans, 'inbox' | 'references' | 'around' | 'now'>,
): Promise<D1Backend> {
  return new D1Backend({ ...setup, ...shared, book: await openCardBook(stateFile) });
}
