import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { CompactEncrypt, type CompactJWEHeaderParameters, compactDecrypt, decodeProtectedHeader } from 'jose';
import { MAX_JWE_LENGTH, openJwe, sealJwe } from './jwe.ts';
import { explainJweDiagnosis, type JweDiagnosis } from './jwe-diagnosis.ts';

const keyPair = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const ours = keyPair('P-256');
const findKey = (keyIdentifier: string) => (keyIdentifier === 'hub-1' ? ours.privateKey : undefined);

const card = { pan: '4111111111111111', exp: '1230' };
const plaintext = new TextEncoder().encode(JSON.stringify(card));
const header: CompactJWEHeaderParameters = { alg: 'ECDH-ES', enc: 'A256GCM', kid: 'hub-1' };

const byJose = (
  changed: Record<string, unknown> = {},
  key: Parameters<CompactEncrypt['encrypt']>[0] = ours.publicKey,
) => new CompactEncrypt(plaintext).setProtectedHeader({ ...header, ...changed }).encrypt(key);

/** An envelope with another header than it was sealed with; `undefined` takes a member away. */
async function withHeader(changed: Record<string, unknown>): Promise<string> {
  const [encoded = '', ...rest] = (await byJose()).split('.');
  const sent: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString());
  const json = JSON.stringify({ ...(sent as object), ...changed });
  return [Buffer.from(json).toString('base64url'), ...rest].join('.');
}

async function refused(text: string | Promise<string>, why: JweDiagnosis) {
  assert.deepEqual(await openJwe(await text, findKey), { opened: false, why });
}

test('what is sealed is opened', async () => {
  const recipient = { keyIdentifier: 'hub-1', publicKey: ours.publicKey };
  const opened = { opened: true, plaintext, keyIdentifier: 'hub-1' };
  assert.deepEqual(await openJwe(await sealJwe(card, recipient), findKey), opened);
  assert.deepEqual(await openJwe(await sealJwe(JSON.stringify(card), recipient), findKey), opened);
});

test('another implementation opens what is sealed here, and seals what is opened here', async () => {
  const sealed = await sealJwe(card, { keyIdentifier: 'hub-1', publicKey: ours.publicKey });
  const { plaintext: read, protectedHeader } = await compactDecrypt(sealed, ours.privateKey);
  assert.deepEqual(new Uint8Array(read), plaintext);
  assert.equal(protectedHeader.kid, 'hub-1');
  assert.deepEqual(await openJwe(await byJose(), findKey), {
    opened: true,
    plaintext,
    keyIdentifier: 'hub-1',
  });
});

test('a header holds the algorithms, the key and an ephemeral key of its own', async () => {
  const seal = () => sealJwe(card, { keyIdentifier: 'hub-1', publicKey: ours.publicKey });
  const { epk, ...rest } = decodeProtectedHeader(await seal());
  assert.deepEqual(rest, header);
  assert.deepEqual(Object.keys(epk as object).sort(), ['crv', 'kty', 'x', 'y']);
  assert.notDeepEqual(epk, decodeProtectedHeader(await seal())['epk']);
});

test('party information is taken into account', async () => {
  const keyManagement = { apu: Buffer.from('issuer'), apv: Buffer.from('hub') };
  const text = await new CompactEncrypt(plaintext)
    .setProtectedHeader(header)
    .setKeyManagementParameters(keyManagement)
    .encrypt(ours.publicKey);
  assert.equal((await openJwe(text, findKey)).opened, true);
});

test('other algorithms are refused', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await refused(byJose({ alg: 'RSA-OAEP-256' }, rsa.publicKey), 'algorithm-not-ecdh-es');
  await refused(byJose({ alg: 'ECDH-ES+A256KW' }), 'algorithm-not-ecdh-es');
  await refused(byJose({ alg: 'dir' }, Buffer.alloc(32, 1)), 'algorithm-not-ecdh-es');
  await refused(byJose({ alg: 'PBES2-HS256+A128KW' }, Buffer.from('password')), 'algorithm-not-ecdh-es');
  for (const alg of ['none', 'ecdh-es', '', 5, null, ['ECDH-ES']])
    await refused(withHeader({ alg }), 'algorithm-not-ecdh-es');
  await refused(withHeader({ alg: undefined }), 'algorithm-not-ecdh-es');
  await refused(byJose({ enc: 'A128GCM' }), 'encryption-not-a256gcm');
  await refused(byJose({ enc: 'A256CBC-HS512' }), 'encryption-not-a256gcm');
  await refused(withHeader({ enc: undefined }), 'encryption-not-a256gcm');
});

test('a compressed content is refused before it is decrypted, however small it came', async () => {
  const bomb = await new CompactEncrypt(Buffer.alloc(5_000_000))
    .setProtectedHeader({ ...header, zip: 'DEF' })
    .encrypt(ours.publicKey);
  const asked: string[] = [];
  assert.ok(bomb.length < MAX_JWE_LENGTH);
  assert.deepEqual(await openJwe(bomb, kid => void asked.push(kid)), { opened: false, why: 'compressed' });
  assert.deepEqual(asked, []);
  await refused(withHeader({ zip: null }), 'compressed');
});

test('an extension that must be understood is not', async () => {
  await refused(withHeader({ crit: ['exp'], exp: 1 }), 'critical-extension');
  await refused(withHeader({ crit: [] }), 'critical-extension');
});

test('the key is named, and known', async () => {
  for (const kid of [undefined, '', 5, null, ['hub-1']])
    await refused(withHeader({ kid }), 'key-identifier-missing');
  for (const kid of ['hub-2', 'HUB-1', '__proto__']) await refused(byJose({ kid }), 'unknown-key-identifier');
});

test('another curve is refused, and a point beside the curve', async () => {
  const ephemeral = (key: ReturnType<typeof keyPair>['publicKey']): JsonWebKey =>
    key.export({ format: 'jwk' });
  await refused(byJose({}, keyPair('P-384').publicKey), 'curve-not-p-256');
  await refused(withHeader({ epk: ephemeral(keyPair('secp256k1').publicKey) }), 'curve-not-p-256');
  const { publicKey: x25519 } = generateKeyPairSync('x25519');
  await refused(withHeader({ epk: ephemeral(x25519) }), 'curve-not-p-256');
  for (const epk of [undefined, null, 'key', []]) await refused(withHeader({ epk }), 'ephemeral-key-missing');
  const point = ephemeral(ours.publicKey);
  for (const wrong of [{ x: point.y, y: point.x }, { y: undefined }, { x: 'AA' }, { x: 5 }])
    await refused(withHeader({ epk: { ...point, ...wrong } }), 'ephemeral-key-malformed');
});

test('nothing that was altered is opened', async () => {
  const parts = (await byJose()).split('.');
  const altered = (at: number, change: (part: string) => string) =>
    parts.map((part, index) => (index === at ? change(part) : part)).join('.');
  const flip = (part: string) => (part.startsWith('A') ? 'B' : 'A') + part.slice(1);
  for (const at of [2, 3, 4]) await refused(altered(at, flip), 'decryption-failed');
  await refused(withHeader({ more: 1 }), 'decryption-failed');
  await refused(
    altered(3, () => ''),
    'decryption-failed',
  );
  await refused(
    altered(1, () => 'AAAA'),
    'encrypted-key-not-empty',
  );
  await refused(
    altered(2, part => part.slice(0, 8)),
    'wrong-size',
  );
  await refused(
    altered(4, part => part.slice(0, 6)),
    'wrong-size',
  );
});

test('another key of the same name opens nothing', async () => {
  const other = keyPair('P-256').privateKey;
  assert.deepEqual(await openJwe(await byJose(), () => other), { opened: false, why: 'decryption-failed' });
});

test('what is no compact JWE is refused', async () => {
  const [head = '', ...rest] = (await byJose()).split('.');
  const texts = [
    '',
    '.',
    'a.b',
    '....',
    `${head}.a`,
    [head, ...rest, 'A'].join('.'),
    [head, ...rest].join(' .'),
  ];
  for (const text of texts) await refused(text, 'not-compact');
  await refused('x'.repeat(MAX_JWE_LENGTH + 1), 'too-large');
  for (const json of ['', 'null', '[]', '{', '"x"', '5'])
    await refused([Buffer.from(`${json} `).toString('base64url'), ...rest].join('.'), 'malformed-header');
  await refused(['_w', ...rest].join('.'), 'malformed-header');
});

test('any text is refused, and nothing thrown', async () => {
  const part = fc.stringMatching(/^[A-Za-z0-9_-]{0,12}$/);
  const text = fc.oneof(
    fc.string(),
    fc.array(part, { minLength: 4, maxLength: 6 }).map(parts => parts.join('.')),
  );
  await fc.assert(
    fc.asyncProperty(text, async sent => {
      assert.equal((await openJwe(sent, findKey)).opened, false);
    }),
  );
});

test('nothing is sealed for another curve, or longer than it may be', async () => {
  const seal = (plain: string, publicKey = ours.publicKey) =>
    sealJwe(plain, { keyIdentifier: 'hub-1', publicKey });
  await assert.rejects(seal('x', keyPair('P-384').publicKey), { name: 'P256KeyError' });
  await assert.rejects(seal('x', generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey), {
    name: 'P256KeyError',
  });
  await assert.rejects(seal('x'.repeat(MAX_JWE_LENGTH)), { name: 'RangeError' });
  assert.ok((await seal('x', createPublicKey(ours.privateKey))).length < MAX_JWE_LENGTH);
});

test('a diagnosis is explained', () => {
  assert.match(explainJweDiagnosis('unknown-key-identifier'), /kid/);
});
