import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, test } from 'node:test';
import { selfSignEnvelopeCertificate, validFor } from './certificates.ts';
import { readSigningKey } from './signing-key.ts';

const spki = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });

describe("an issuer's signing key", () => {
  test('is an RSA or P-256 public key', () => {
    for (const { publicKey } of [rsa(2048), ec('P-256')]) {
      assert.deepEqual(readSigningKey(spki(publicKey)), { ok: true, publicKeyPem: spki(publicKey) });
    }
  });

  test('may come in a certificate', async () => {
    const { certificatePem } = await selfSignEnvelopeCertificate({
      commonName: 'Bank One',
      modulusLength: 2048,
      validity: validFor(30, new Date()),
    });
    const reading = readSigningKey(certificatePem);
    assert.ok(reading.ok);
    assert.match(reading.publicKeyPem, /^-----BEGIN PUBLIC KEY-----/);
  });

  const refused: [string, string, RegExp][] = [
    [
      'a private key',
      ec('P-256').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      /private key/,
    ],
    ['a short RSA key', spki(rsa(1024).publicKey), /1024 bits/],
    ['another curve', spki(ec('P-384').publicKey), /secp384r1/],
    ['another kind', spki(generateKeyPairSync('ed25519').publicKey), /ed25519/],
    ['anything else', 'no key', /neither a public key nor a certificate/],
  ];
  for (const [what, pem, fault] of refused) {
    test(`is not ${what}`, () => {
      const reading = readSigningKey(pem);
      assert.ok(!reading.ok);
      assert.match(reading.fault, fault);
    });
  }
});
