import { importSealingKey, type SealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';
import { writeAuthenticationValue } from '@countermark/wire/issuer-gateway/plaintext/authentication-value';
import { writeCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { writeTokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import type { Issuer, IssuerKey } from '../../../core/issuer.ts';
import type { IssuerBackend, SealedText } from '../../../ports/issuer-backend.ts';
import { importedOnce } from '../../imported-once.ts';

/** What is sealed for issuers; nobody but the issuer can open it. */
export type IssuerSealing = Pick<IssuerBackend, 'sealCardInfo' | 'sealAuthenticationValue' | 'sealTokenInfo'>;

/**
 * Seals with the newest of an issuer's active keys, in the issuer's padding, text encoding and recipient form
 * (Issuer Gateway API, data encryption and security).
 *
 * @param keys an issuer's active keys, newest first
 */
export function issuerSealing(keys: (issuerId: string) => Promise<IssuerKey[]>): IssuerSealing {
  const keyOf = importedOnce<IssuerKey, SealingKey>({
    owner: ({ issuerId }) => issuerId,
    version: ({ keyIdentifier, certificatePem }) => `${keyIdentifier} ${certificatePem}`,
    import: importSealingKey,
  });

  async function seal({ issuerId, settings }: Issuer, plaintext: Uint8Array): Promise<SealedText> {
    const [newest] = await keys(issuerId);
    if (!newest) throw new Error(`Issuer ${issuerId} has no active PKCS#7 key: upload its certificate`);
    const text = await sealEnvelope(plaintext, {
      key: keyOf(newest),
      padding: settings.padding,
      recipient: settings.recipientForm,
      encoding: settings.encoding,
    });
    return { text, keyIdentifier: newest.keyIdentifier };
  }

  return {
    sealCardInfo: (issuer, cardInfo) => seal(issuer, writeCardInfo(cardInfo)),
    sealAuthenticationValue: (issuer, value) => seal(issuer, writeAuthenticationValue(value)),
    sealTokenInfo: (issuer, tokenInfo) => seal(issuer, writeTokenInfo(tokenInfo)),
  };
}
