import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { CompactEncrypt, CompactSign } from 'jose';
import { OID } from '../algorithms.ts';
import { TAG } from '../asn1-tags.ts';
import {
  craftEnvelope,
  algorithm as crafted,
  oaep,
  recipientInfo,
  rewriteAsLooseBer,
} from '../crafted-envelope.fixture.ts';
import { der } from '../der-writer.ts';
import { importOpeningKey, importSealingKey } from '../keys.ts';
import { sealEnvelope } from '../sealing.ts';
import { generateKeyMaterial } from '../self-signed.fixture.ts';
import { examineEnvelope } from './examination.ts';
import type { ExaminationMeans } from './inside.ts';

const material = generateKeyMaterial('K1');
const older = generateKeyMaterial('K0');
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });

const means: ExaminationMeans = {
  cmsKeys: [importOpeningKey(material)],
  jweKeys: new Map([['D1', p256.privateKey]]),
  pkcs1v15: 'refused',
  expected: 'any',
};

const card = { fpan: '4111111111111111', exp: '1230', cvv: '123' };
const bytesOf = (content: unknown) => Buffer.from(JSON.stringify(content));

async function sealed(
  plaintext: Uint8Array = bytesOf(card),
  { key = material, padding = 'RSAES-OAEP-SHA-256' as const, encoding = 'base64' as const } = {} as {
    key?: typeof material;
    padding?: 'RSAES-OAEP-SHA-256' | 'RSAES-PKCS1-v1_5';
    encoding?: 'base64' | 'hex';
  },
): Promise<string> {
  return sealEnvelope(plaintext, {
    key: importSealingKey(key),
    padding,
    recipient: 'subjectKeyIdentifier',
    encoding,
  });
}

const base64Of = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const craftedText = (parts: Parameters<typeof craftEnvelope>[0]) => base64Of(craftEnvelope(parts));
const withOaep = (fields: Parameters<typeof oaep>[0]) =>
  craftedText({ recipients: [recipientInfo({ algorithm: oaep(fields) })] });

async function jwe(header: Record<string, unknown> = {}, key = p256.publicKey): Promise<string> {
  return new CompactEncrypt(bytesOf({ pan: card.fpan, exp: card.exp }))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'D1', ...header })
    .encrypt(key);
}

/** What is broken, by the defect that has to be named. */
const broken: Readonly<Record<string, () => string | Uint8Array | Promise<string | Uint8Array>>> = {
  'mgf1-not-sha256': () => withOaep({ hash: OID.sha256, maskHash: OID.sha1 }),
  'oaep-hash-not-sha256': () => withOaep({}),
  'oaep-label-not-empty': () =>
    withOaep({ hash: OID.sha256, maskHash: OID.sha256, label: Buffer.from('label') }),
  'padding-not-allowed': () => sealed(undefined, { padding: 'RSAES-PKCS1-v1_5' }),
  'no-recipient-for-our-keys': () => sealed(undefined, { key: older }),
  'key-decryption-failed': () => craftedText({}),
  'content-algorithm-not-aes-256-cbc': () =>
    craftedText({
      contentAlgorithm: crafted('2.16.840.1.101.3.4.1.2', der(TAG.octetString, new Uint8Array(16))),
    }),
  'content-missing': () => craftedText({ content: [] }),
  'not-enveloped-data': () => craftedText({ type: '1.2.840.113549.1.7.2' }),
  'not-cms': () => base64Of(Buffer.concat([Buffer.of(0x04, 0x02), Buffer.from([0x80, 0x81])])),
  truncated: async () => base64Of(Buffer.from(await sealed(), 'base64').subarray(0, -9)),
  'trailing-bytes': async () =>
    base64Of(Buffer.concat([Buffer.from(await sealed(), 'base64'), Buffer.alloc(3)])),
  'unsupported-version': () => craftedText({ version: 9 }),
  'pem-armour': async () => `-----BEGIN CMS-----\n${await sealed()}\n-----END CMS-----\n`,
  'pem-of-other-kind': () => material.certificatePem,
  'raw-bytes': async () => Buffer.from(await sealed(), 'base64'),
  'in-quotes': async () => JSON.stringify(await sealed()),
  base64url: async () => `${Buffer.from(await sealed(), 'base64').toString('base64url')}`,
  'encoded-twice': async () => base64Of(Buffer.from(await sealed())),
  'odd-hex': async () => (await sealed(undefined, { encoding: 'hex' })).slice(1),
  'url-encoded': async () => `${(await sealed()).replaceAll('+', '%2B')}%3D`,
  'base64-length': async () => (await sealed()).replaceAll('=', '').slice(0, -1),
  'not-base64-or-hex': () => 'card number: none',
  'plaintext-utf-16': () => sealed(Buffer.from(JSON.stringify(card), 'utf16le')),
  'plaintext-byte-order-mark': () => sealed(Buffer.from(`\ufeff${JSON.stringify(card)}`)),
  'plaintext-not-json': () => sealed(Buffer.from('fpan=none')),
  'plaintext-json-twice': () => sealed(bytesOf(JSON.stringify(card))),
  'expiry-malformed': () => sealed(bytesOf({ ...card, exp: '12/30' })),
  'pan-malformed': () => sealed(bytesOf({ ...card, fpan: '4111 1111 1111 1111' })),
  'pan-check-digit': () => sealed(bytesOf({ ...card, fpan: '4111111111111112' })),
  'pan-not-text': () => sealed(bytesOf({ ...card, fpan: 4111111111111111 })),
  'cvv-malformed': () => sealed(bytesOf({ ...card, cvv: 12 })),
  'member-misnamed': () => sealed(bytesOf({ cardNumber: card.fpan, exp: card.exp })),
  'jose-json': () => '{"protected":"e30","iv":"","ciphertext":"","tag":""}',
  'signed-not-encrypted': async () =>
    new CompactSign(bytesOf(card)).setProtectedHeader({ alg: 'ES256' }).sign(p256.privateKey),
  'encryption-not-a256gcm': () => jwe({ enc: 'A128GCM' }),
  'algorithm-not-ecdh-es': () => jwe({ alg: 'ECDH-ES+A256KW' }),
  'curve-not-p-256': () => jwe({}, p384.publicKey),
  'unknown-key-identifier': () => jwe({ kid: 'D2' }),
  'key-identifier-missing': () => jwe({ kid: undefined }),
};

describe('what is wrong is named', () => {
  for (const [defect, make] of Object.entries(broken)) {
    test(defect, async () => {
      const { verdict, findings } = await examineEnvelope(await make(), means);
      assert.equal(verdict, 'DEFECTIVE');
      assert.ok(
        findings.some(finding => finding.defect === defect),
        `found ${findings.map(finding => finding.defect).join(', ')}`,
      );
      for (const { wrong, mend } of findings) assert.ok(wrong.length > 0 && mend.length > 0);
    });
  }

  test('one kind of envelope where the other is due', async () => {
    const asCms = await examineEnvelope(await jwe(), { ...means, expected: 'CMS' });
    assert.equal(asCms.findings[0]?.defect, 'jose-where-cms-is-due');
    const asJwe = await examineEnvelope(await sealed(), { ...means, expected: 'JWE' });
    assert.equal(asJwe.findings[0]?.defect, 'cms-where-jose-is-due');
  });

  test('algorithms without a key, too', async () => {
    const outside = { ...means, cmsKeys: [], jweKeys: new Map() };
    const java = withOaep({ hash: OID.sha256, maskHash: OID.sha1 });
    assert.deepEqual(
      (await examineEnvelope(java, outside)).findings.map(finding => finding.defect),
      ['mgf1-not-sha256'],
    );
    const short = await examineEnvelope(await jwe({ enc: 'A128GCM' }), outside);
    assert.equal(short.findings[0]?.defect, 'encryption-not-a256gcm');
    assert.equal((await examineEnvelope(await sealed(), outside)).verdict, 'UNOPENED');
    assert.equal((await examineEnvelope(await jwe(), outside)).verdict, 'UNOPENED');
  });
});

describe('a sound envelope', () => {
  test('is opened, and its content shown masked', async () => {
    for (const text of [await sealed(), await sealed(undefined, { encoding: 'hex' })]) {
      const { verdict, content, findings, plaintext } = await examineEnvelope(text, means);
      assert.deepEqual([verdict, findings], ['SOUND', []]);
      assert.deepEqual(content, { fpan: '411111******1111', exp: '****', cvv: '***' });
      assert.deepEqual(JSON.parse(Buffer.from(plaintext ?? []).toString()), card);
    }
  });

  test('may be BER, and may be a JWE', async () => {
    const loose = base64Of(rewriteAsLooseBer(Buffer.from(await sealed(), 'base64')));
    assert.equal((await examineEnvelope(loose, means)).verdict, 'SOUND');
    const { verdict, facts, content } = await examineEnvelope(await jwe(), means);
    assert.equal(verdict, 'SOUND');
    assert.deepEqual(content, { pan: '411111******1111', exp: '****' });
    assert.ok(facts.some(({ name, value }) => name === 'kid' && value === 'D1'));
  });

  test('shows nothing of card data in facts and findings, whatever is in it', async () => {
    const odd = { fpan: '4111111111111112', note: 'card 4111 1111 1111 1111', exp: '12-30' };
    const { content, facts, findings } = await examineEnvelope(await sealed(bytesOf(odd)), means);
    const shown = JSON.stringify({ content, facts, findings });
    assert.doesNotMatch(shown, /4111111111111112|1111 1111 1111|12-30/);
  });
});
