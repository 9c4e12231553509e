import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { IssuerAndSerialNumber } from '@peculiar/asn1-cms';
import { AsnConvert } from '@peculiar/asn1-schema';
import { EnvelopeKeyError, importOpeningKey, importSealingKey } from './keys.ts';
import { certify, generateKeyMaterial, TEST_SKI } from './self-signed.fixture.ts';

const material = generateKeyMaterial('K1');
const other = generateKeyMaterial('K2');
const { privateKey: signer } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A certificate for a number that has the right size; nobody knows its factors, nor need they. */
function certifyModulus(bits: number, exponent = 'AQAB'): string {
  const modulus = randomBytes(bits / 8);
  modulus[0] = 0xff;
  modulus[modulus.length - 1] = 0xff;
  const jwk = { kty: 'RSA', n: modulus.toString('base64url'), e: exponent };
  return certify({ publicKey: createPublicKey({ key: jwk, format: 'jwk' }), signer, commonName: 'test' });
}

const refusal = (message: RegExp) => ({ name: 'EnvelopeKeyError', message });

test('takes RSA with 2048 or 4096 bits', () => {
  for (const bits of [2048, 4096]) {
    const key = importSealingKey({ keyIdentifier: 'issuer.key_1-A', certificatePem: certifyModulus(bits) });
    assert.equal(key.keyIdentifier, 'issuer.key_1-A');
  }
});

test('refuses RSA of another size, an exponent of one, and other kinds of key', () => {
  const seal = (certificatePem: string) => () => importSealingKey({ keyIdentifier: 'K1', certificatePem });
  for (const bits of [1024, 3072, 8192])
    assert.throws(seal(certifyModulus(bits)), refusal(new RegExp(`${bits} bits`)));
  assert.throws(seal(certifyModulus(2048, 'AQ')), refusal(/exponent 1 /));
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  assert.throws(seal(certify({ publicKey, signer, commonName: 'test' })), refusal(/no RSA key \(ec\)/));
});

test('refuses a key identifier of another form, without repeating it', () => {
  for (const keyIdentifier of ['', 'a b', 'a/b', 'é', 'K1\n', 'x'.repeat(65)]) {
    assert.throws(() => importSealingKey({ ...material, keyIdentifier }), EnvelopeKeyError, keyIdentifier);
  }
});

test('refuses PEM text that holds something else, without repeating it', () => {
  const swapped = { keyIdentifier: 'K1', certificatePem: material.privateKeyPem };
  assert.throws(
    () => importSealingKey(swapped),
    refusal(/^Key K1: the PEM text is not an X\.509 certificate\.$/),
  );
  const noKey = { ...material, privateKeyPem: 'secret' };
  assert.throws(
    () => importOpeningKey(noKey),
    refusal(/^Key K1: the PEM text is not a private key without passphrase\.$/),
  );
});

test('refuses a private key of another certificate', () => {
  const mixed = { ...material, privateKeyPem: other.privateKeyPem };
  assert.throws(() => importOpeningKey(mixed), refusal(/do not belong together/));
  assert.equal(importOpeningKey(material).keyIdentifier, 'K1');
});

test('reads issuer, serial number and subject key identifier as asn1-cms would', () => {
  const { certificate } = importSealingKey(material);
  const parsed = AsnConvert.parse(certificate.issuerAndSerialNumber, IssuerAndSerialNumber);
  const { serialNumber, issuer } = new X509Certificate(material.certificatePem);
  assert.equal(Buffer.from(parsed.serialNumber).toString('hex').toUpperCase(), serialNumber);
  assert.equal(`CN=${parsed.issuer[0]?.[0]?.value.toString()}`, issuer);
  assert.deepEqual(certificate.subjectKeyIdentifier, Buffer.from(TEST_SKI));
});

test('a certificate of version 1 has no subject key identifier', () => {
  const { publicKey } = new X509Certificate(material.certificatePem);
  const certificatePem = certify({ publicKey, signer, commonName: 'test', version: 'v1' });
  const { certificate } = importSealingKey({ keyIdentifier: 'K1', certificatePem });
  assert.equal(certificate.subjectKeyIdentifier, undefined);
  const parsed = AsnConvert.parse(certificate.issuerAndSerialNumber, IssuerAndSerialNumber);
  assert.equal(parsed.issuer[0]?.[0]?.value.toString(), 'test');
});

test('shows nothing of a key when it is printed', () => {
  const printed = JSON.stringify(importOpeningKey(material));
  assert.deepEqual(Object.keys(JSON.parse(printed)).sort(), ['certificate', 'keyIdentifier']);
});
