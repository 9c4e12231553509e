import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { CompactEncrypt } from 'jose';
import type { Detokenizer } from '../../core/detokenizer.ts';
import { importedOnce } from '../imported-once.ts';

interface EncryptionKey {
  publicKey: KeyObject;
  /** `x5t#S256`: SHA-256 of the certificate in DER, base64url. */
  thumbprint: string;
}

const keyOf = importedOnce<Detokenizer, EncryptionKey>({
  owner: ({ detokenizerId }) => detokenizerId,
  version: ({ encryptionCertificatePem }) => encryptionCertificatePem,
  import({ encryptionCertificatePem }) {
    const certificate = new X509Certificate(encryptionCertificatePem);
    const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url');
    return { publicKey: certificate.publicKey, thumbprint };
  },
});

/** Seals bytes for a detokenizer as compact JWE (RSA-OAEP, A256GCM); the header names the certificate it was made with. */
export function sealForDetokenizer(detokenizer: Detokenizer, plaintext: Uint8Array): Promise<string> {
  const { publicKey, thumbprint } = keyOf(detokenizer);
  return new CompactEncrypt(plaintext)
    .setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A256GCM', 'x5t#S256': thumbprint })
    .encrypt(publicKey);
}
