import type { X509Certificate } from 'node:crypto';
import { contextConstructed, TAG } from './asn1-tags.ts';
import { type BerElement, childrenOf, readBer, readObjectIdentifier, readOctets } from './ber-reader.ts';
import { derSequence, rewriteAsDer } from './der-writer.ts';

const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';

/** The two names by which a CMS recipient may point to a certificate (RFC 5652, section 6.2.1). */
export interface CertificateIdentity {
  /** DER of the IssuerAndSerialNumber. */
  readonly issuerAndSerialNumber: Uint8Array;
  /** Value of the subject key identifier extension, where the certificate has one. */
  readonly subjectKeyIdentifier: Uint8Array | undefined;
}

/** Reads the identity out of a certificate that OpenSSL has already parsed (RFC 5280, section 4.1). */
export function certificateIdentity(certificate: X509Certificate): CertificateIdentity {
  const [tbsCertificate] = childrenOf(readWhole(certificate.raw), TAG.sequence);
  const fields = childrenOf(tbsCertificate, TAG.sequence);
  const firstField = fields[0]?.tag === contextConstructed(0) ? 1 : 0; // a version 1 certificate leaves version out
  const [serialNumber, , issuer] = fields.slice(firstField);
  if (serialNumber === undefined || issuer === undefined) throw new Error('not a certificate');
  return {
    issuerAndSerialNumber: derSequence(rewriteAsDer(issuer), rewriteAsDer(serialNumber)),
    subjectKeyIdentifier: subjectKeyIdentifier(fields.find(field => field.tag === contextConstructed(3))),
  };
}

function subjectKeyIdentifier(explicitExtensions: BerElement | undefined): Uint8Array | undefined {
  const [extensions] = childrenOf(explicitExtensions, contextConstructed(3));
  for (const extension of childrenOf(extensions, TAG.sequence)) {
    const [type, ...rest] = childrenOf(extension, TAG.sequence);
    if (readObjectIdentifier(type) !== SUBJECT_KEY_IDENTIFIER) continue;
    const value = readOctets(rest.at(-1)); // `critical` may stand in between
    return value && readOctets(readWhole(value));
  }
  return undefined;
}

function readWhole(bytes: Uint8Array): BerElement | undefined {
  const reading = readBer(bytes);
  return reading.read ? reading.element : undefined;
}
