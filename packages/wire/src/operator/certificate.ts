import Type from 'typebox';
import { identifier, instant } from '../issuer-gateway/data/element.ts';
import { closedObject } from './closed-object.ts';
import { CertificatePem } from './elements.ts';

/** `POST …/certificates`: from now on this TLS client certificate speaks for the issuer or token requestor. */
export const PinCertificate = closedObject({ certificatePem: CertificatePem });
export type PinCertificate = Type.Static<typeof PinCertificate>;

export const PinnedCertificateView = Type.Object({
  fingerprint: identifier('SHA-256, colon-separated upper-case hexadecimal.'),
  notAfter: instant('When the certificate expires.'),
  certificatePem: CertificatePem,
});
export type PinnedCertificateView = Type.Static<typeof PinnedCertificateView>;

/** Of a path: a fingerprint as `openssl x509 -fingerprint -sha256` prints it, or without colons. */
export const Fingerprint = Type.String({
  pattern: '^([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$',
  description: 'SHA-256 fingerprint: 64 hexadecimal digits, with colons or without',
});
