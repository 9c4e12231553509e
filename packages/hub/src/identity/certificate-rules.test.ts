import assert from 'node:assert/strict';
import { webcrypto, X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import './reflect-metadata.ts';
import { X509CertificateGenerator } from '@peculiar/x509';
import { clientCertificateFaults, envelopeCertificateFaults, fingerprint256 } from './certificate-rules.ts';
import {
  selfSignEnvelopeCertificate,
  selfSignTlsCertificate,
  type Validity,
  validFor,
} from './certificates.ts';

const now = new Date('2026-11-22T10:00:00Z');
const years = (count: number): Validity => ({
  notBefore: new Date('2026-11-22T00:00:00Z'),
  notAfter: new Date(`${2026 + count}-11-22T00:00:00Z`),
});

/** A certificate with the key and the signature given, for rules that our own certificates never break. */
async function certificateOf(
  algorithm: webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams | webcrypto.Algorithm,
): Promise<string> {
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: ['CMISSUER01'] }],
    keys,
    ...validFor(30, now),
    signingAlgorithm: algorithm,
  });
  return certificate.toString('pem');
}

const rsa = (modulusLength: number, hash = 'SHA-256'): webcrypto.RsaHashedKeyGenParams => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash,
  modulusLength,
  publicExponent: new Uint8Array([1, 0, 1]),
});
const ec = (namedCurve: string) => ({ name: 'ECDSA', namedCurve, hash: 'SHA-256' });

const rsa2048 = await certificateOf(rsa(2048));
const p256 = await certificateOf(ec('P-256'));

describe('clientCertificateFaults', () => {
  const clientCertificate = async (validity: Validity): Promise<string> => {
    const certified = await selfSignTlsCertificate({
      commonName: 'CMISSUER01',
      use: { role: 'client' },
      validity,
    });
    return certified.certificatePem;
  };

  it('finds none in EC P-256, EC P-384 and RSA from 2048 bits with SHA-256', async () => {
    for (const pem of [p256, await certificateOf(ec('P-384')), rsa2048, await certificateOf(rsa(3072))])
      assert.deepEqual(clientCertificateFaults(pem, now), []);
  });

  it('accepts two years to the second and not one more', async () => {
    const { notBefore, notAfter } = years(2);
    const aSecondMore = new Date(notAfter.getTime() + 1000);
    assert.deepEqual(clientCertificateFaults(await clientCertificate({ notBefore, notAfter }), now), []);
    assert.deepEqual(
      clientCertificateFaults(await clientCertificate({ notBefore, notAfter: aSecondMore }), now),
      ['The certificate is good for more than 2 years; make one for a shorter time.'],
    );
  });

  it('refuses one that is expired or not good yet', async () => {
    const pem = await clientCertificate(years(1));
    assert.deepEqual(clientCertificateFaults(pem, new Date('2027-11-22T00:00:01Z')), [
      'The certificate expired on 2027-11-22T00:00:00.000Z.',
    ]);
    assert.deepEqual(clientCertificateFaults(pem, new Date('2026-11-21T23:59:59Z')), [
      'The certificate is good only from 2026-11-22T00:00:00.000Z on.',
    ]);
  });

  it('refuses other keys and other signatures', async () => {
    assert.deepEqual(clientCertificateFaults(await certificateOf(ec('P-521')), now), [
      "The key's curve is secp521r1; P-256 or P-384 is needed.",
    ]);
    assert.deepEqual(clientCertificateFaults(await certificateOf({ name: 'Ed25519' }), now), [
      'The key is ed25519; EC P-256, EC P-384 or RSA is needed.',
    ]);
    assert.deepEqual(clientCertificateFaults(await certificateOf(rsa(1024, 'SHA-1')), now), [
      'The RSA key has 1024 bits; at least 2048 are needed.',
      'The certificate is signed with sha1WithRSAEncryption; RSA with SHA-256 is needed.',
    ]);
  });

  it('refuses what is no certificate, and warns who hands out a private key', async () => {
    const { privateKeyPem, certificatePem } = await selfSignTlsCertificate({
      commonName: 'CMISSUER01',
      use: { role: 'client' },
      validity: years(1),
    });
    assert.deepEqual(clientCertificateFaults('no certificate', now), [
      'This is not a certificate in PEM form.',
    ]);
    assert.deepEqual(clientCertificateFaults(certificatePem + privateKeyPem, now), [
      'This holds a private key. Keep the key to yourself and give only the certificate.',
    ]);
  });
});

describe('envelopeCertificateFaults', () => {
  it('finds none in RSA with 2048 or 4096 bits, however long it is good', async () => {
    const { certificatePem } = await selfSignEnvelopeCertificate({
      commonName: 'CMISSUER01',
      modulusLength: 4096,
      validity: years(10),
    });
    assert.deepEqual(envelopeCertificateFaults(certificatePem, now), []);
    assert.deepEqual(envelopeCertificateFaults(rsa2048, now), []);
  });

  it('refuses other keys, and one that is expired', async () => {
    assert.deepEqual(envelopeCertificateFaults(p256, now), ['The key is ec; RSA is needed.']);
    assert.deepEqual(envelopeCertificateFaults(await certificateOf(rsa(3072)), now), [
      'The RSA key has 3072 bits; 2048 or 4096 are needed.',
    ]);
    const later = new Date('2027-01-01T00:00:00Z');
    assert.deepEqual(envelopeCertificateFaults(rsa2048, later), [
      'The certificate expired on 2026-12-22T09:55:00.000Z.',
    ]);
  });
});

describe('fingerprint256', () => {
  it('is as node:tls prints it', () => {
    assert.match(fingerprint256(p256), /^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/);
    assert.equal(fingerprint256(p256), new X509Certificate(p256).fingerprint256);
  });
});
