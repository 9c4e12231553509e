import { type KeyObject, X509Certificate } from 'node:crypto';

/** The longest a client certificate may be good for, in calendar years (Issuer Gateway API, connectivity). */
const longestValidity = 2;

const acceptedCurves: Record<string, string> = { prime256v1: 'P-256', secp384r1: 'P-384' };

/**
 * What keeps a PEM certificate from being pinned as the TLS client certificate of an issuer or a token requestor, in
 * words for the person who uploads it; empty when nothing does (Issuer Gateway API, connectivity).
 */
export function clientCertificateFaults(certificatePem: string, now: Date): string[] {
  return faultsOf(certificatePem, certificate => [
    ...keyFaults(certificate),
    ...longValidityFaults(certificate),
    ...periodFaults(certificate, now),
  ]);
}

/**
 * What keeps a PEM certificate from being used to seal PKCS#7 envelopes for its owner, in words for the person who
 * uploads it; empty when nothing does (Issuer Gateway API, data encryption).
 */
export function envelopeCertificateFaults(certificatePem: string, now: Date): string[] {
  return faultsOf(certificatePem, certificate => [
    ...modulusFaults(certificate.publicKey),
    ...periodFaults(certificate, now),
  ]);
}

/**
 * The SHA-256 fingerprint of a PEM certificate: colon-separated upper-case hexadecimal, as node:tls prints it.
 *
 * @throws Error when `certificatePem` holds no certificate
 */
export function fingerprint256(certificatePem: string): string {
  return new X509Certificate(certificatePem).fingerprint256;
}

function faultsOf(certificatePem: string, judge: (certificate: X509Certificate) => string[]): string[] {
  if (certificatePem.includes('PRIVATE KEY-----')) {
    return ['This holds a private key. Keep the key to yourself and give only the certificate.'];
  }
  const certificate = readCertificate(certificatePem);
  return certificate === null ? ['This is not a certificate in PEM form.'] : judge(certificate);
}

function readCertificate(certificatePem: string): X509Certificate | null {
  try {
    return new X509Certificate(certificatePem);
  } catch {
    return null;
  }
}

function keyFaults(certificate: X509Certificate): string[] {
  const { publicKey } = certificate;
  switch (publicKey.asymmetricKeyType) {
    case 'ec':
      return curveFaults(publicKey);
    case 'rsa':
      return [...shortModulusFaults(publicKey), ...rsaSignatureFaults(certificate)];
    default:
      return [`The key is ${publicKey.asymmetricKeyType}; EC P-256, EC P-384 or RSA is needed.`];
  }
}

function curveFaults(key: KeyObject): string[] {
  const curve = key.asymmetricKeyDetails?.namedCurve ?? 'an unnamed one';
  return curve in acceptedCurves ? [] : [`The key's curve is ${curve}; P-256 or P-384 is needed.`];
}

function shortModulusFaults(key: KeyObject): string[] {
  const bits = modulusLength(key);
  return bits >= 2048 ? [] : [`The RSA key has ${bits} bits; at least 2048 are needed.`];
}

function rsaSignatureFaults(certificate: X509Certificate): string[] {
  const algorithm = certificate.signatureAlgorithm ?? certificate.signatureAlgorithmOid;
  if (algorithm === 'sha256WithRSAEncryption') return [];
  return [`The certificate is signed with ${algorithm}; RSA with SHA-256 is needed.`];
}

function modulusFaults(key: KeyObject): string[] {
  if (key.asymmetricKeyType !== 'rsa') return [`The key is ${key.asymmetricKeyType}; RSA is needed.`];
  const bits = modulusLength(key);
  return bits === 2048 || bits === 4096 ? [] : [`The RSA key has ${bits} bits; 2048 or 4096 are needed.`];
}

function modulusLength(key: KeyObject): number {
  return key.asymmetricKeyDetails?.modulusLength ?? 0;
}

function longValidityFaults(certificate: X509Certificate): string[] {
  const latest = new Date(certificate.validFromDate);
  latest.setUTCFullYear(latest.getUTCFullYear() + longestValidity);
  if (certificate.validToDate <= latest) return [];
  return [`The certificate is good for more than ${longestValidity} years; make one for a shorter time.`];
}

function periodFaults(certificate: X509Certificate, now: Date): string[] {
  const { validFromDate, validToDate } = certificate;
  if (now < validFromDate) return [`The certificate is good only from ${validFromDate.toISOString()} on.`];
  if (now > validToDate) return [`The certificate expired on ${validToDate.toISOString()}.`];
  return [];
}
