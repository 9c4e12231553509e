import assert from 'node:assert/strict';
import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt } from 'node:crypto';
import { test } from 'node:test';
import { contentKeyWrapper, oaepUnwrapper, pkcs1v15Unwrapper } from './rsa-key-transport.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const contentKey = Uint8Array.from({ length: 32 }, (_, i) => i);

const wrap = contentKeyWrapper(publicKey);
const unwrapOaep = oaepUnwrapper(pem);
const unwrapPkcs1v15 = pkcs1v15Unwrapper(privateKey);

const encryptPkcs1v15 = (octets: Uint8Array) =>
  publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, octets);

test('OAEP takes SHA-256 for both its hashes', async () => {
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const encryptedKey = await wrap(contentKey, 'RSAES-OAEP-SHA-256');
  const decrypted = privateDecrypt({ key: privateKey, padding, oaepHash: 'sha256' }, encryptedKey);
  assert.deepEqual(Uint8Array.from(decrypted), contentKey);
  assert.deepEqual(await unwrapOaep(encryptedKey), contentKey);
  const withSha1 = publicEncrypt({ key: publicKey, padding, oaepHash: 'sha1' }, contentKey);
  assert.equal(await unwrapOaep(withSha1), undefined);
});

test('OAEP has one outcome for everything that is wrong with the encrypted key', async () => {
  const encryptedKey = await wrap(contentKey, 'RSAES-OAEP-SHA-256');
  const tooLarge = Buffer.alloc(256, 0xff);
  for (const wrong of [new Uint8Array(), encryptedKey.subarray(1), encryptPkcs1v15(contentKey), tooLarge]) {
    assert.equal(await unwrapOaep(wrong), undefined);
  }
});

test('OAEP goes on with every copy of the key, at once and after failures', async () => {
  const encryptedKey = await wrap(contentKey, 'RSAES-OAEP-SHA-256');
  const inputs = Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? new Uint8Array(256) : encryptedKey));
  const results = await Promise.all(inputs.map(unwrapOaep));
  assert.deepEqual(
    results,
    inputs.map(input => (input === encryptedKey ? contentKey : undefined)),
  );
});

test('PKCS#1 v1.5 gives back the content key', async () => {
  const unwrapped = unwrapPkcs1v15(await wrap(contentKey, 'RSAES-PKCS1-v1_5'));
  assert.equal(unwrapped.plausible, true);
  assert.deepEqual(Uint8Array.from(unwrapped.contentKey), contentKey);
});

test('PKCS#1 v1.5 always gives a key of the right length to go on with, another one each time', () => {
  const shortKey = encryptPkcs1v15(contentKey.subarray(1));
  const longKey = encryptPkcs1v15(new Uint8Array(33));
  for (const wrong of [shortKey, longKey, new Uint8Array(), Buffer.alloc(256, 0xff)]) {
    const [first, second] = [unwrapPkcs1v15(wrong), unwrapPkcs1v15(wrong)];
    assert.equal(first.plausible, false);
    assert.equal(first.contentKey.length, 32);
    assert.notDeepEqual(first.contentKey, second.contentKey);
  }
});
