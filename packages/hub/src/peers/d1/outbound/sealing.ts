import type { KeyObject } from 'node:crypto';
import { sealJwe } from '@countermark/wire/envelope/jwe';
import { readP256PublicKey } from '@countermark/wire/envelope/p256-keys';
import type { IssuerPublicKey } from '../../../core/issuer.ts';
import { importedOnce } from '../../imported-once.ts';

/** Seals an object as JSON for an issuer (D1 sensitive data); null: the issuer has no key for it. */
export type SealForIssuer = (issuerId: string, content: object) => Promise<string | null>;

/** @param encryptionKeys an issuer's ENCRYPTION keys, newest first; the first is sealed with */
export function sealForIssuer(
  encryptionKeys: (issuerId: string) => Promise<IssuerPublicKey[]>,
): SealForIssuer {
  const keyOf = importedOnce<IssuerPublicKey, KeyObject>({
    owner: ({ issuerId }) => issuerId,
    version: ({ publicKeyPem }) => publicKeyPem,
    import: ({ publicKeyPem }) => readP256PublicKey(publicKeyPem),
  });
  return async (issuerId, content) => {
    const [newest] = await encryptionKeys(issuerId);
    if (!newest) return null;
    return sealJwe(content, { keyIdentifier: newest.keyIdentifier, publicKey: keyOf(newest) });
  };
}
