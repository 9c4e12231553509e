import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OID } from './algorithms.ts';
import { contextConstructed, contextPrimitive, TAG } from './asn1-tags.ts';
import {
  algorithm,
  craftEnvelope,
  oaep,
  recipientInfo,
  rewriteAsLooseBer,
} from './crafted-envelope.fixture.ts';
import { der, derObjectIdentifier, derSequence, derSmallInteger } from './der-writer.ts';
import { describeEnvelope, type KeyTransportDescription } from './describing.ts';
import { importSealingKey } from './keys.ts';
import { sealEnvelope } from './sealing.ts';
import { generateKeyMaterial } from './self-signed.fixture.ts';

const key = importSealingKey(generateKeyMaterial('K1'));

function describeRecipient(recipient: Uint8Array): KeyTransportDescription {
  const description = describeEnvelope(
    Buffer.from(craftEnvelope({ recipients: [recipient] })).toString('base64'),
  );
  assert.ok(description.described);
  const [only] = description.recipients;
  assert.ok(only?.kind === 'KeyTransRecipientInfo');
  return only;
}

/** IssuerAndSerialNumber with the relative names given, each an object identifier and a value. */
function issuedBy(...relativeNames: readonly (readonly [string, Uint8Array])[][]): Uint8Array {
  const name = relativeNames.map(attributes =>
    der(TAG.set, ...attributes.map(([type, value]) => derSequence(derObjectIdentifier(type), value))),
  );
  return derSequence(derSequence(...name), derSmallInteger(7));
}

test('describes an envelope of ours', async () => {
  const settings = { key, padding: 'RSAES-OAEP-SHA-256', recipient: 'subjectKeyIdentifier' } as const;
  const text = await sealEnvelope(new Uint8Array(20), { ...settings, encoding: 'hex' });
  assert.deepEqual(describeEnvelope(text), {
    described: true,
    textEncoding: 'hex',
    encodingRules: 'DER',
    version: 2,
    recipients: [
      {
        kind: 'KeyTransRecipientInfo',
        version: 2,
        identifier: { form: 'subjectKeyIdentifier', value: '4b31', keyIdentifier: 'K1' },
        keyEncryption: {
          algorithm: 'RSAES-OAEP',
          oaep: { hash: 'SHA-256', maskGeneration: 'MGF1 with SHA-256', label: 'empty' },
        },
        encryptedKeyLength: 256,
      },
    ],
    contentType: 'data',
    contentEncryption: 'AES-256-CBC',
    contentLength: 32,
  });
});

test('shows issuer and serial number, and the padding of old', async () => {
  const settings = { key, padding: 'RSAES-PKCS1-v1_5', recipient: 'issuerAndSerialNumber' } as const;
  const description = describeEnvelope(
    await sealEnvelope(new Uint8Array(1), { ...settings, encoding: 'base64' }),
  );
  assert.ok(description.described);
  assert.equal(description.textEncoding, 'base64');
  assert.equal(description.version, 0);
  assert.deepEqual(description.recipients, [
    {
      kind: 'KeyTransRecipientInfo',
      version: 0,
      identifier: { form: 'issuerAndSerialNumber', issuer: 'CN=K1', serialNumber: '0badcafe' },
      keyEncryption: { algorithm: 'RSAES-PKCS1-v1_5' },
      encryptedKeyLength: 256,
    },
  ]);
});

test('recognises BER, also when only the content is cut in segments', () => {
  const segmented = [der(contextConstructed(0), der(TAG.octetString, new Uint8Array(16)))];
  for (const bytes of [rewriteAsLooseBer(craftEnvelope({})), craftEnvelope({ content: segmented })]) {
    const description = describeEnvelope(Buffer.from(bytes).toString('base64'));
    assert.equal(description.described && description.encodingRules, 'BER');
  }
});

test('describes what the opener refuses', () => {
  const envelope = craftEnvelope({
    version: 3,
    recipients: [1, 2, 3, 4].map(n => der(contextConstructed(n))),
    contentType: '1.2.3',
    contentAlgorithm: algorithm('1.2.840.113549.3.7'),
    content: [],
  });
  assert.deepEqual(describeEnvelope(Buffer.from(envelope).toString('hex')), {
    described: true,
    textEncoding: 'hex',
    encodingRules: 'DER',
    version: 3,
    recipients: [
      { kind: 'KeyAgreeRecipientInfo' },
      { kind: 'KEKRecipientInfo' },
      { kind: 'PasswordRecipientInfo' },
      { kind: 'OtherRecipientInfo' },
    ],
    contentType: '1.2.3',
    contentEncryption: 'DES-EDE3-CBC',
    contentLength: undefined,
  });
});

test('fills in the OAEP defaults, and shows the mask hash that Java takes unasked', () => {
  const oaepOf = (keyEncryption: Uint8Array) =>
    describeRecipient(recipientInfo({ algorithm: keyEncryption })).keyEncryption.oaep;
  const sha1 = { hash: 'SHA-1', maskGeneration: 'MGF1 with SHA-1', label: 'empty' };
  assert.deepEqual(oaepOf(algorithm(OID.rsaesOaep)), sha1);
  assert.deepEqual(oaepOf(oaep({ hash: OID.sha256, maskHash: OID.sha1 })), { ...sha1, hash: 'SHA-256' });
  assert.deepEqual(oaepOf(oaep({ mask: algorithm('1.2.3'), label: Uint8Array.of(1) })), {
    hash: 'SHA-1',
    maskGeneration: '1.2.3 with no hash',
    label: 'present',
  });
});

test('shows a subject key identifier as text only when it has the form of a key identifier', () => {
  for (const value of [
    Buffer.from('K 1'),
    Uint8Array.of(0x4b, 0xb1),
    new Uint8Array(),
    Buffer.alloc(65, 'x'),
  ]) {
    const { identifier } = describeRecipient(recipientInfo({ identifier: der(contextPrimitive(0), value) }));
    assert.ok(identifier.form === 'subjectKeyIdentifier');
    assert.equal(identifier.keyIdentifier, undefined);
    assert.equal(identifier.value, Buffer.from(value).toString('hex'));
  }
});

test('writes issuer names as RFC 4514 does, and safe to show', () => {
  const utf8 = (text: string) => der(0x0c, Buffer.from(text));
  const identifier = issuedBy(
    [['2.5.4.6', der(0x13, Buffer.from('FR'))]],
    [['2.5.4.10', utf8('Crédit, Sud')]],
    [
      ['2.5.4.3', utf8('a\u001b[2J\u202eb')],
      ['2.5.4.11', utf8('x')],
    ],
    [['1.2.3', der(TAG.octetString, Uint8Array.of(1))]],
  );
  const description = describeRecipient(recipientInfo({ identifier, version: 0 }));
  assert.deepEqual(description.identifier, {
    form: 'issuerAndSerialNumber',
    issuer: '1.2.3=#040101,CN=a\\1b[2J\\e2\\80\\aeb+OU=x,O=Crédit\\2c Sud,C=FR',
    serialNumber: '07',
  });
});

test('says why a text cannot be read', () => {
  assert.deepEqual(describeEnvelope('?'), { described: false, diagnosis: 'not-base64-or-hex' });
  assert.deepEqual(describeEnvelope('3084ffffffff'), { described: false, diagnosis: 'truncated' });
});
