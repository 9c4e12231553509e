import { sealJwe } from '@countermark/wire/envelope/jwe';
import { readP256PublicKey } from '@countermark/wire/envelope/p256-keys';
import type { IssuerBackend } from '../issuer-backend.ts';
import { openCardBook } from './card-book.ts';
import { D1Backend } from './d1-backend.ts';
import type { D1IssuerProfile, PublicKey } from './d1-profile.ts';

/** The issuers that speak D1, and what they were given by the hub. */
export interface D1Setup {
  issuers: readonly D1IssuerProfile[];
  /** What card data is sealed for. */
  hubEncryption: PublicKey;
  /** Where the cards are kept that the issuers made known to the hub. */
  stateFile: string;
}

/** Opens the backends that speak D1; inbox, journal, faults and references are those of the other issuers. */
export async function openD1Backend(
  { issuers, hubEncryption, stateFile }: D1Setup,
  { shared, now }: { shared: IssuerBackend; now: () => Date },
): Promise<D1Backend> {
  const { inbox, journal, faults, references } = shared;
  const { keyIdentifier, publicKeyPem } = hubEncryption;
  const recipient = { keyIdentifier, publicKey: readP256PublicKey(publicKeyPem) };
  return new D1Backend({
    issuers,
    inbox,
    journal,
    faults,
    references,
    book: await openCardBook(stateFile),
    now,
    sealForHub: plaintext => sealJwe(plaintext, recipient),
  });
}
