import { X509Certificate } from 'node:crypto';

/**
 * Tells the common name of a certificate that an authority signed; null for any other certificate, and for one with no
 * common name or several.
 */
export function namesByAuthority(authorityPem: string): (certificate: X509Certificate) => string | null {
  const authority = new X509Certificate(authorityPem);
  return certificate =>
    certificate.checkIssued(authority) && certificate.verify(authority.publicKey)
      ? commonNameOf(certificate)
      : null;
}

function commonNameOf({ subject }: X509Certificate): string | null {
  const names = subject.split('\n').filter(line => line.startsWith('CN='));
  return names.length === 1 ? (names[0]?.slice('CN='.length) ?? null) : null;
}
