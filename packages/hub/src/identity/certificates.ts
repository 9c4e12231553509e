import { createPrivateKey, KeyObject, webcrypto, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import './reflect-metadata.ts';
import * as x509 from '@peculiar/x509';

/** A certificate and the private key it certifies, as PEM texts; the key is PKCS#8, not encrypted. */
export interface CertifiedKey {
  certificatePem: string;
  privateKeyPem: string;
}

/** From when to when a certificate is good. X.509 counts in seconds: milliseconds are cut off. */
export interface Validity {
  notBefore: Date;
  notAfter: Date;
}

/** What a TLS certificate is for: a server at these DNS names and IP addresses, or a client. */
export type TlsUse = { role: 'server'; hosts: readonly string[] } | { role: 'client' };

/** Whom a TLS certificate names, and what for. */
export interface TlsSubject {
  commonName: string;
  use: TlsUse;
  validity: Validity;
}

const ecP256: webcrypto.EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' };
const signedWithSha256: webcrypto.EcdsaParams = { name: 'ECDSA', hash: 'SHA-256' };

const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
const { digitalSignature, keyEncipherment, keyCertSign, cRLSign } = x509.KeyUsageFlags;

/** Peers' clocks run behind; what was made now must be good for them at once. */
const clockSkew = 5 * 60 * 1000;
const day = 24 * 60 * 60 * 1000;

/** A validity of `days` days that begins a little before `now`; the days include that little. */
export function validFor(days: number, now: Date): Validity {
  const notBefore = now.getTime() - clockSkew;
  return { notBefore: new Date(notBefore), notAfter: new Date(notBefore + days * day) };
}

/** Makes a certificate authority, EC P-256, that signs end certificates only. */
export async function createAuthority(subject: {
  commonName: string;
  validity: Validity;
}): Promise<CertifiedKey> {
  const keys = await generateKeys(ecP256);
  return selfSign(subject, keys, [
    new x509.BasicConstraintsExtension(true, 0, true),
    new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
  ]);
}

/** Makes a key, EC P-256, and has the authority certify it for TLS. */
export async function issueTlsCertificate(
  authority: CertifiedKey,
  subject: TlsSubject,
): Promise<CertifiedKey> {
  const keys = await generateKeys(ecP256);
  const publicKey = new x509.PublicKey(await webcrypto.subtle.exportKey('spki', keys.publicKey));
  return certifiedKey(await certifyTlsKey(authority, subject, publicKey), keys);
}

/** Has the authority certify a key for TLS, whose private half it need not know. */
export async function certifyTlsKey(
  authority: CertifiedKey,
  subject: TlsSubject,
  publicKey: x509.PublicKey,
): Promise<x509.X509Certificate> {
  const issuer = new x509.X509Certificate(authority.certificatePem);
  return x509.X509CertificateGenerator.create({
    subject: nameOf(subject.commonName),
    issuer: issuer.subjectName,
    ...subject.validity,
    publicKey,
    signingKey: importEcKey(authority.privateKeyPem),
    signingAlgorithm: signedWithSha256,
    extensions: [
      ...tlsExtensions(subject.use),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
}

/** Makes a key, EC P-256, and a certificate for TLS that vouches for itself: the peer pins it. */
export async function selfSignTlsCertificate(subject: TlsSubject): Promise<CertifiedKey> {
  const keys = await generateKeys(ecP256);
  return selfSign(subject, keys, [
    ...tlsExtensions(subject.use),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
  ]);
}

/**
 * Makes an RSA key and its self-signed certificate for PKCS#7 envelopes: others seal with the certificate, the owner
 * opens with the key (Issuer Gateway API, data encryption). `modulusLength` is in bits.
 */
export async function selfSignEnvelopeCertificate(subject: {
  commonName: string;
  modulusLength: 2048 | 4096;
  validity: Validity;
}): Promise<CertifiedKey> {
  const keys = await generateKeys({
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: subject.modulusLength,
    publicExponent: new Uint8Array([1, 0, 1]),
  });
  return selfSign(subject, keys, [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(keyEncipherment, true),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
  ]);
}

/**
 * Makes a key, EC P-256, and a self-signed certificate that is but a form of it with a date: what others seal for its
 * owner with (`keyAgreement`), or know its signatures by (`digitalSignature`).
 */
export async function selfSignEcCertificate(subject: {
  commonName: string;
  keyUsage: 'keyAgreement' | 'digitalSignature';
  validity: Validity;
}): Promise<CertifiedKey> {
  const keys = await generateKeys(ecP256);
  return selfSign(subject, keys, [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags[subject.keyUsage], true),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
  ]);
}

/**
 * A key identifier for a certificate: the first 12 hexadecimal digits of its SHA-256 fingerprint, so that
 * whoever holds the certificate can tell it again. They are too few to be taken for a card number in a log.
 */
export function keyIdentifierOf(certificatePem: string): string {
  const fingerprint = new X509Certificate(certificatePem).fingerprint256;
  return fingerprint.replaceAll(':', '').slice(0, 12).toLowerCase();
}

async function selfSign(
  subject: { commonName: string; validity: Validity },
  keys: webcrypto.CryptoKeyPair,
  extensions: x509.Extension[],
): Promise<CertifiedKey> {
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: nameOf(subject.commonName),
    ...subject.validity,
    keys,
    signingAlgorithm: signedWithSha256,
    extensions,
  });
  return certifiedKey(certificate, keys);
}

function tlsExtensions(use: TlsUse): x509.Extension[] {
  const names =
    use.role === 'server' ? [new x509.SubjectAlternativeNameExtension(use.hosts.map(hostName))] : [];
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([use.role === 'server' ? serverAuth : clientAuth]),
    ...names,
  ];
}

function hostName(host: string): x509.JsonGeneralName {
  return { type: isIP(host) === 0 ? 'dns' : 'ip', value: host };
}

/** A name with nothing but a common name. Given as a typed attribute, no character in it has a meaning of its own. */
function nameOf(commonName: string): x509.Name {
  return new x509.Name([{ CN: [{ utf8String: commonName }] }]);
}

function generateKeys(
  algorithm: webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams,
): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function importEcKey(privateKeyPem: string): webcrypto.CryptoKey {
  return createPrivateKey(privateKeyPem).toCryptoKey(ecP256, false, ['sign']);
}

function certifiedKey(certificate: x509.X509Certificate, keys: webcrypto.CryptoKeyPair): CertifiedKey {
  return {
    certificatePem: `${certificate.toString('pem')}\n`,
    privateKeyPem: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
