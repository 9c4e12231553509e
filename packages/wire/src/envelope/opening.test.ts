import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { OID } from './algorithms.ts';
import { contextConstructed, contextPrimitive, TAG } from './asn1-tags.ts';
import {
  algorithm,
  craftEnvelope,
  OAEP_SHA_256,
  oaep,
  recipientInfo,
  rewriteAsLooseBer,
} from './crafted-envelope.fixture.ts';
import { der, derSequence } from './der-writer.ts';
import { type EnvelopeDiagnosis, explainDiagnosis } from './diagnosis.ts';
import { type EnvelopedData, type KeyTransportRecipient, parseEnvelopedData } from './enveloped-data.ts';
import { importOpeningKey, importSealingKey } from './keys.ts';
import { type OpenedEnvelope, type OpeningOptions, openEnvelope } from './opening.ts';
import { type SealingOptions, sealEnvelope } from './sealing.ts';
import { generateKeyMaterial, TEST_SKI } from './self-signed.fixture.ts';

const [firstMaterial, secondMaterial] = [generateKeyMaterial('K1'), generateKeyMaterial('K2')];
const [first, second] = [importOpeningKey(firstMaterial), importOpeningKey(secondMaterial)];
const sealingKey = importSealingKey(firstMaterial);

const plaintext = Buffer.from('{"fpan":"9990100100000000","exp":"1231"}');
const settings = {
  key: sealingKey,
  padding: 'RSAES-OAEP-SHA-256',
  recipient: 'subjectKeyIdentifier',
  encoding: 'hex',
} as const satisfies SealingOptions;
const strict = { keys: [first, second], pkcs1v15: 'refused' } as const satisfies OpeningOptions;
const lax = { ...strict, pkcs1v15: 'allowed' } as const satisfies OpeningOptions;

const seal = (options: Partial<SealingOptions> = {}) => sealEnvelope(plaintext, { ...settings, ...options });
const openBytes = (bytes: Uint8Array, options: OpeningOptions = strict) =>
  openEnvelope(Buffer.from(bytes).toString('base64'), options);

function parse(bytes: Uint8Array): EnvelopedData {
  const parsing = parseEnvelopedData(bytes);
  assert.ok(parsing.parsed);
  return parsing.envelope;
}

function onlyRecipient(bytes: Uint8Array): KeyTransportRecipient {
  const [recipient] = parse(bytes).recipients;
  assert.ok(recipient?.kind === 'KeyTransRecipientInfo');
  return recipient;
}

/** The parts of a sound envelope for `K1`, to be put together in another way. */
async function dismantle(padding: SealingOptions['padding'] = 'RSAES-OAEP-SHA-256') {
  const bytes = Buffer.from(await seal({ padding }), 'hex');
  const { contentEncryption, encryptedContent } = parse(bytes);
  assert.ok(encryptedContent && contentEncryption.iv);
  return {
    encryptedKey: onlyRecipient(bytes).encryptedKey,
    contentAlgorithm: algorithm(OID.aes256Cbc, der(TAG.octetString, contentEncryption.iv)),
    content: [der(contextPrimitive(0), encryptedContent)],
  };
}

function assertOpened(result: OpenedEnvelope, keyIdentifier = 'K1'): void {
  assert.ok(result.opened, result.opened ? '' : result.diagnosis);
  assert.deepEqual(Buffer.from(result.plaintext), plaintext);
  assert.equal(result.keyIdentifier, keyIdentifier);
}

function assertRefused(result: OpenedEnvelope, diagnosis: EnvelopeDiagnosis): void {
  assert.deepEqual(result, { opened: false, diagnosis });
}

test('opens what was sealed, over all settings', async () => {
  for (const padding of ['RSAES-OAEP-SHA-256', 'RSAES-PKCS1-v1_5'] as const) {
    for (const recipient of ['subjectKeyIdentifier', 'issuerAndSerialNumber'] as const) {
      for (const encoding of ['base64', 'hex'] as const) {
        const result = await openEnvelope(await seal({ padding, recipient, encoding }), lax);
        assertOpened(result);
        assert.equal(result.opened && result.padding, padding);
      }
    }
  }
});

test('opens what was sealed for 4096 bits', async () => {
  const material = generateKeyMaterial('K4', 4096);
  const keys = [first, importOpeningKey(material)];
  for (const padding of ['RSAES-OAEP-SHA-256', 'RSAES-PKCS1-v1_5'] as const) {
    const text = await seal({ key: importSealingKey(material), padding });
    assertOpened(await openEnvelope(text, { keys, pkcs1v15: 'allowed' }), 'K4');
  }
});

test('opens plaintexts of every length around the block boundaries, and a large one', async () => {
  for (const length of [0, 1, 15, 16, 17, 8300]) {
    const content = new Uint8Array(length).fill(0x7b);
    const result = await openEnvelope(await sealEnvelope(content, settings), strict);
    assert.deepEqual(result.opened && Uint8Array.from(result.plaintext), content);
  }
});

test('opens the loosest BER of an envelope, in either recipient form', async () => {
  for (const recipient of ['subjectKeyIdentifier', 'issuerAndSerialNumber'] as const) {
    const loose = rewriteAsLooseBer(Buffer.from(await seal({ recipient }), 'hex'));
    assert.equal(parse(loose).rules, 'BER');
    assertOpened(await openBytes(loose, { ...strict, keys: [second, first] }));
  }
});

test('accepts line breaks and capital letters', async () => {
  const lines = (text: string) => text.replace(/.{64}/g, '$&\r\n');
  assertOpened(await openEnvelope(lines(await seal({ encoding: 'base64' })), strict));
  assertOpened(await openEnvelope(` ${lines(await seal()).toUpperCase()}\n`, strict));
});

test('takes the key the message names before the one the envelope names', async () => {
  const text = await seal();
  assertOpened(await openEnvelope(text, { ...strict, keyIdentifier: 'K1' }));
  assertRefused(await openEnvelope(text, { ...strict, keyIdentifier: 'K2' }), 'key-decryption-failed');
  assertRefused(await openEnvelope(text, { ...strict, keyIdentifier: 'K3' }), 'unknown-key-identifier');
});

test('takes the key the recipient names: by key identifier, certificate extension, issuer and serial number', async () => {
  const parts = await dismantle();
  const { issuerAndSerialNumber } = sealingKey.certificate;
  const identifiers = [
    der(contextPrimitive(0), Buffer.from('K1')),
    der(contextPrimitive(0), TEST_SKI),
    issuerAndSerialNumber,
  ];
  const stranger = {
    ...second,
    certificate: { ...second.certificate, subjectKeyIdentifier: undefined },
    unwrapOaep: () => assert.fail('a key that is not named was tried'),
  };
  for (const identifier of identifiers) {
    const envelope = craftEnvelope({ ...parts, recipients: [recipientInfo({ ...parts, identifier })] });
    assertOpened(await openBytes(envelope, { ...strict, keys: [stranger, first] }));
  }
});

test('tries every key when none is named', async () => {
  const parts = await dismantle();
  const identifier = der(contextPrimitive(0), Buffer.from('nobody'));
  const envelope = craftEnvelope({ ...parts, recipients: [recipientInfo({ ...parts, identifier })] });
  assertOpened(await openBytes(envelope, { ...strict, keys: [second, first] }));
  assertRefused(await openBytes(envelope, { ...strict, keys: [second] }), 'no-recipient-for-our-keys');
  assertRefused(await openBytes(envelope, { ...strict, keys: [] }), 'no-recipient-for-our-keys');
});

test('finds our recipient among others of all kinds', async () => {
  const parts = await dismantle();
  const stranger = recipientInfo({
    identifier: der(contextPrimitive(0), Buffer.from('nobody')),
    algorithm: oaep({ hash: OID.sha1 }),
  });
  const otherKinds = [1, 2, 3, 4].map(n => der(contextConstructed(n)));
  const recipients = [...otherKinds, stranger, recipientInfo(parts), stranger];
  assertOpened(await openBytes(craftEnvelope({ ...parts, recipients })));
  assertRefused(
    await openBytes(craftEnvelope({ ...parts, recipients: otherKinds })),
    'no-recipient-for-our-keys',
  );
});

test('opens an envelope with originator info and an OAEP hash without NULL', async () => {
  const parts = await dismantle();
  const sha256 = algorithm(OID.sha256);
  const parameters = [sha256, algorithm(OID.mgf1, sha256)].map((value, n) =>
    der(contextConstructed(n), value),
  );
  const withoutNull = algorithm(OID.rsaesOaep, derSequence(...parameters));
  const recipients = [recipientInfo({ ...parts, algorithm: withoutNull })];
  assertOpened(
    await openBytes(craftEnvelope({ ...parts, recipients, originatorInfo: der(contextConstructed(0)) })),
  );
});

test('opens an explicitly empty OAEP label', async () => {
  const parts = await dismantle();
  const emptyLabel = oaep({ hash: OID.sha256, maskHash: OID.sha256, label: new Uint8Array() });
  assertOpened(
    await openBytes(
      craftEnvelope({ ...parts, recipients: [recipientInfo({ ...parts, algorithm: emptyLabel })] }),
    ),
  );
});

test('refuses RSAES-PKCS1-v1_5 unless it is allowed', async () => {
  assertRefused(
    await openEnvelope(await seal({ padding: 'RSAES-PKCS1-v1_5' }), strict),
    'padding-not-allowed',
  );
});

test('refuses other key encryption, with the exact reason', async () => {
  const { sha1, sha256 } = OID;
  const reasons: [Uint8Array, EnvelopeDiagnosis][] = [
    [algorithm(OID.rsaesOaep), 'oaep-hash-not-sha256'],
    [oaep({}), 'oaep-hash-not-sha256'],
    [oaep({ hash: sha1, maskHash: sha1 }), 'oaep-hash-not-sha256'],
    [oaep({ hash: '2.16.840.1.101.3.4.2.3', maskHash: sha256 }), 'oaep-hash-not-sha256'],
    [oaep({ hash: sha256 }), 'mgf1-not-sha256'],
    [oaep({ hash: sha256, maskHash: sha1 }), 'mgf1-not-sha256'],
    [oaep({ hash: sha256, mask: algorithm(OID.mgf1) }), 'mgf1-not-sha256'],
    [oaep({ hash: sha256, mask: algorithm(OID.data, algorithm(sha256)) }), 'mgf1-not-sha256'],
    [oaep({ hash: sha256, maskHash: sha256, label: Uint8Array.of(1) }), 'oaep-label-not-empty'],
    [algorithm('1.2.840.113549.1.9.16.3.14'), 'key-algorithm-not-rsa'],
    [derSequence(), 'malformed-enveloped-data'],
  ];
  for (const [keyEncryption, diagnosis] of reasons) {
    const envelope = craftEnvelope({ recipients: [recipientInfo({ algorithm: keyEncryption })] });
    assertRefused(await openBytes(envelope), diagnosis);
  }
});

test('refuses other content, with the exact reason', async () => {
  const iv = (length: number) => der(TAG.octetString, new Uint8Array(length));
  const aes256Gcm = '2.16.840.1.101.3.4.1.46';
  const reasons: [Parameters<typeof craftEnvelope>[0], EnvelopeDiagnosis][] = [
    [{ type: '1.2.840.113549.1.7.2' }, 'not-enveloped-data'],
    [{ contentType: '1.2.840.113549.1.7.2' }, 'content-type-not-data'],
    [{ contentAlgorithm: algorithm('2.16.840.1.101.3.4.1.2', iv(16)) }, 'content-algorithm-not-aes-256-cbc'],
    [{ contentAlgorithm: algorithm(aes256Gcm, derSequence(iv(12))) }, 'content-algorithm-not-aes-256-cbc'],
    [{ contentAlgorithm: algorithm(OID.aes256Cbc, iv(15)) }, 'content-algorithm-not-aes-256-cbc'],
    [{ contentAlgorithm: algorithm(OID.aes256Cbc) }, 'content-algorithm-not-aes-256-cbc'],
    [{ content: [] }, 'content-missing'],
    [{ content: [der(contextPrimitive(0))] }, 'content-missing'],
    [{ content: [der(TAG.octetString, new Uint8Array(16))] }, 'malformed-enveloped-data'],
    [{ contentAlgorithm: derSequence() }, 'malformed-enveloped-data'],
    [{ version: 1 }, 'unsupported-version'],
    [{ version: 5 }, 'unsupported-version'],
    [{ recipients: [] }, 'malformed-enveloped-data'],
    [{ recipients: [der(TAG.octetString)] }, 'malformed-enveloped-data'],
    [{ recipients: [derSequence()] }, 'malformed-enveloped-data'],
    [{ recipients: [recipientInfo({ version: 3 })] }, 'unsupported-version'],
    [{ recipients: Array.from({ length: 9 }, () => recipientInfo({})) }, 'too-many-recipients'],
  ];
  for (const [parts, diagnosis] of reasons) assertRefused(await openBytes(craftEnvelope(parts)), diagnosis);
});

test('refuses what is no envelope at all', async () => {
  assertRefused(await openEnvelope('not base64!', strict), 'not-base64-or-hex');
  assertRefused(await openEnvelope('A'.repeat(1_000_000), strict), 'too-large');
  assertRefused(await openEnvelope('cafe', strict), 'not-cms');
  assertRefused(await openBytes(derSequence()), 'not-cms');
  assertRefused(await openBytes(derSequence(OAEP_SHA_256)), 'not-cms');
  assertRefused(await openBytes(Buffer.concat([craftEnvelope({}), Uint8Array.of(0)])), 'trailing-bytes');
  assertRefused(await openEnvelope('30 80'.repeat(30_000), strict), 'too-complex');
  assertRefused(await openEnvelope('3084ffffffff', strict), 'truncated');
});

test('refuses an envelope for somebody else’s key under our key identifier', async () => {
  const stranger = importSealingKey({ ...secondMaterial, keyIdentifier: 'K1' });
  assertRefused(await openEnvelope(await seal({ key: stranger }), strict), 'key-decryption-failed');
});

test('refuses a content key that is no AES-256 key', async () => {
  const parts = await dismantle();
  const encryptedKey = await sealingKey.wrapContentKey(new Uint8Array(16), 'RSAES-OAEP-SHA-256');
  const envelope = craftEnvelope({ ...parts, recipients: [recipientInfo({ encryptedKey })] });
  assertRefused(await openBytes(envelope), 'key-decryption-failed');
});

test('RSAES-PKCS1-v1_5 has one diagnosis for a wrong key and for wrong content', async () => {
  const pkcs1 = algorithm(OID.rsaEncryption, der(TAG.null));
  const parts = await dismantle('RSAES-PKCS1-v1_5');
  const shortKey = await sealingKey.wrapContentKey(new Uint8Array(31), 'RSAES-PKCS1-v1_5');
  const cutContent = [der(contextPrimitive(0), new Uint8Array(31))];
  const wrong = [
    { ...parts, encryptedKey: shortKey },
    { ...parts, encryptedKey: Buffer.alloc(256, 0xff) },
    { ...parts, content: cutContent, encryptedKey: parts.encryptedKey.subarray(1) },
    { ...parts, content: cutContent },
    { ...parts, content: cutContent, encryptedKey: shortKey },
  ];
  for (const { encryptedKey, ...others } of wrong) {
    const recipients = [recipientInfo({ algorithm: pkcs1, encryptedKey })];
    assertRefused(
      await openBytes(craftEnvelope({ ...others, recipients }), lax),
      'content-decryption-failed',
    );
  }
});

test('an envelope cut off anywhere is refused as truncated', async () => {
  for (const whole of [
    await seal(),
    Buffer.from(rewriteAsLooseBer(Buffer.from(await seal(), 'hex'))).toString('hex'),
  ]) {
    for (let length = 2; length < whole.length; length += 2) {
      assertRefused(await openEnvelope(whole.slice(0, length), strict), 'truncated');
    }
  }
});

test('an envelope with a bit flipped anywhere does not throw, one in the encrypted key does not open', async () => {
  const whole = Buffer.from(await seal(), 'hex');
  const { encryptedKey } = onlyRecipient(whole);
  const start = whole.indexOf(encryptedKey);
  const end = start + encryptedKey.length;
  assert.ok(start > 0);
  for (let i = 0; i < whole.length; i++) {
    const altered = Buffer.from(whole);
    altered[i] = (altered[i] ?? 0) ^ (1 << (i % 8));
    const result = await openBytes(altered, lax);
    if (i >= start && i < end) assertRefused(result, 'key-decryption-failed');
  }
});

test('altered content is refused, or opens to something else: CBC cannot tell', async () => {
  const whole = Buffer.from(await seal(), 'hex');
  const ciphertextLength = parse(whole).encryptedContent?.length ?? 0;
  assert.equal(ciphertextLength, 48);
  for (let i = whole.length - ciphertextLength; i < whole.length; i++) {
    const altered = Buffer.from(whole);
    altered[i] = (altered[i] ?? 0) ^ 0x80;
    const result = await openBytes(altered);
    if (result.opened) assert.notDeepEqual(Buffer.from(result.plaintext), plaintext);
    else assertRefused(result, 'content-decryption-failed');
  }
});

test('never throws, whatever comes', async () => {
  const sound = [Buffer.from(await seal(), 'hex'), rewriteAsLooseBer(Buffer.from(await seal(), 'hex'))];
  const garbled = fc
    .tuple(fc.constantFrom(...sound), fc.nat(), fc.nat(40), fc.uint8Array({ maxLength: 20 }))
    .map(([bytes, at, removed, inserted]) => {
      const cut = at % bytes.length;
      return Buffer.concat([bytes.subarray(0, cut), inserted, bytes.subarray(cut + removed)]);
    });
  const bytes = fc.oneof(garbled, fc.uint8Array({ maxLength: 400 }));
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    bytes.map(value => Buffer.from(value).toString('base64')),
    bytes.map(value => Buffer.from(value).toString('hex')),
  );
  await fc.assert(
    fc.asyncProperty(text, async value => {
      const result = await openEnvelope(value, lax);
      assert.ok(result.opened ? result.plaintext instanceof Uint8Array : explainDiagnosis(result.diagnosis));
    }),
    { seed: 3, numRuns: 1500 },
  );
});
