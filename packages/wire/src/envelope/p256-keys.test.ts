import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { P256KeyError, readP256PrivateKey, readP256PublicKey } from './p256-keys.ts';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicPem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
const privatePem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

test('a public key is read from PEM and JWK', () => {
  for (const key of [publicPem, publicKey.export({ format: 'jwk' })])
    assert.equal(readP256PublicKey(key).equals(publicKey), true);
});

test('a private key is read from both forms of PEM and from JWK', () => {
  const sec1 = privateKey.export({ format: 'pem', type: 'sec1' }).toString();
  for (const key of [privatePem, sec1, privateKey.export({ format: 'jwk' })])
    assert.equal(readP256PrivateKey(key).equals(privateKey), true);
});

const refusal = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof P256KeyError);
  assert.match(error.message, message);
  assert.equal(error.cause, undefined);
  return true;
};

test('the wrong half of a pair is refused', () => {
  for (const key of [privatePem, privateKey.export({ format: 'jwk' })])
    assert.throws(() => readP256PublicKey(key), refusal(/private key; the public one/));
  for (const key of [publicPem, publicKey.export({ format: 'jwk' })])
    assert.throws(() => readP256PrivateKey(key), refusal(/no private key/));
});

test('other curves and kinds are refused by name', () => {
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const x25519 = generateKeyPairSync('x25519');
  assert.throws(() => readP256PublicKey(p384.publicKey.export({ format: 'jwk' })), refusal(/secp384r1/));
  assert.throws(
    () => readP256PrivateKey(rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()),
    refusal(/kind rsa/),
  );
  assert.throws(
    () => readP256PublicKey(x25519.publicKey.export({ format: 'pem', type: 'spki' }).toString()),
    refusal(/kind x25519/),
  );
});

test('what is no key is refused without being repeated', () => {
  const secret = 'c2VjcmV0';
  const broken = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`;
  const locked = privateKey
    .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'p' })
    .toString();
  for (const key of [broken, locked])
    assert.throws(() => readP256PrivateKey(key), refusal(/^The text is not a private/));
  for (const key of ['', secret, {}])
    assert.throws(() => readP256PublicKey(key), refusal(/^The text is not a public/));
});
