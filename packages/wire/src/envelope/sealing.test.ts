import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ContentInfo,
  EnvelopedData,
  id_data,
  id_envelopedData,
  type KeyTransRecipientInfo,
} from '@peculiar/asn1-cms';
import { id_RSAES_OAEP, id_rsaEncryption, RsaEsOaepParams } from '@peculiar/asn1-rsa';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { readBer } from './ber-reader.ts';
import { rewriteAsDer } from './der-writer.ts';
import { importSealingKey } from './keys.ts';
import { type SealingOptions, sealEnvelope } from './sealing.ts';
import { generateKeyMaterial } from './self-signed.fixture.ts';

const key = importSealingKey(generateKeyMaterial('HUB-KEY_2026.1'));
const plaintext = Buffer.from('{"fpan":"9990100100000000"}');
const settings = {
  key,
  padding: 'RSAES-OAEP-SHA-256',
  recipient: 'subjectKeyIdentifier',
  encoding: 'base64',
} as const satisfies SealingOptions;

async function sealAndParse(options: SealingOptions): Promise<EnvelopedData> {
  const bytes = Buffer.from(await sealEnvelope(plaintext, options), options.encoding);
  const contentInfo = AsnConvert.parse(bytes, ContentInfo);
  assert.equal(contentInfo.contentType, id_envelopedData);
  return AsnConvert.parse(contentInfo.content, EnvelopedData);
}

const hex = (octets: ArrayBuffer | null | undefined) =>
  Buffer.from(octets ?? new ArrayBuffer()).toString('hex');

function onlyRecipient(envelopedData: EnvelopedData): KeyTransRecipientInfo {
  const [recipient, ...more] = envelopedData.recipientInfos;
  assert.ok(recipient?.ktri);
  assert.equal(more.length, 0);
  return recipient.ktri;
}

test('names the recipient by the ASCII bytes of the key identifier, in version 2', async () => {
  const envelopedData = await sealAndParse(settings);
  const recipient = onlyRecipient(envelopedData);
  assert.equal(envelopedData.version, 2);
  assert.equal(recipient.version, 2);
  assert.equal(
    Buffer.from(recipient.rid.subjectKeyIdentifier?.buffer ?? new ArrayBuffer()).toString(),
    'HUB-KEY_2026.1',
  );
});

test('names the recipient by issuer and serial number, in version 0', async () => {
  const envelopedData = await sealAndParse({ ...settings, recipient: 'issuerAndSerialNumber' });
  const recipient = onlyRecipient(envelopedData);
  assert.equal(envelopedData.version, 0);
  assert.equal(recipient.version, 0);
  assert.deepEqual(
    Buffer.from(AsnConvert.serialize(recipient.rid.issuerAndSerialNumber)),
    key.certificate.issuerAndSerialNumber,
  );
});

test('gives both OAEP hashes explicitly as SHA-256, with the empty label left to its default', async () => {
  const { keyEncryptionAlgorithm, encryptedKey } = onlyRecipient(await sealAndParse(settings));
  assert.equal(keyEncryptionAlgorithm.algorithm, id_RSAES_OAEP);
  assert.equal(encryptedKey.byteLength, 256);
  const given = keyEncryptionAlgorithm.parameters ?? new ArrayBuffer();
  const parameters = AsnConvert.parse(given, RsaEsOaepParams);
  assert.equal(parameters.hashAlgorithm.algorithm, '2.16.840.1.101.3.4.2.1');
  assert.equal(hex(parameters.maskGenAlgorithm.parameters), '300d06096086480165030402010500');
  assert.deepEqual(Buffer.from(AsnConvert.serialize(parameters)), Buffer.from(given));
});

test('names RSAES-PKCS1-v1_5 rsaEncryption, with NULL', async () => {
  const options = { ...settings, padding: 'RSAES-PKCS1-v1_5' } as const;
  const { keyEncryptionAlgorithm } = onlyRecipient(await sealAndParse(options));
  assert.equal(keyEncryptionAlgorithm.algorithm, id_rsaEncryption);
  assert.equal(keyEncryptionAlgorithm.parameters, null);
});

test('encrypts the content with AES-256-CBC and PKCS#7 padding', async () => {
  const { encryptedContentInfo } = await sealAndParse(settings);
  assert.equal(encryptedContentInfo.contentType, id_data);
  const { algorithm, parameters } = encryptedContentInfo.contentEncryptionAlgorithm;
  assert.equal(algorithm, '2.16.840.1.101.3.4.1.42');
  assert.equal(AsnConvert.parse(parameters ?? new ArrayBuffer(), OctetString).byteLength, 16);
  assert.equal(encryptedContentInfo.encryptedContent?.value?.byteLength, 32);
});

test('takes a fresh key and IV for every envelope', async () => {
  const [first, second] = [await sealAndParse(settings), await sealAndParse(settings)];
  const parts = ({ encryptedContentInfo }: EnvelopedData) => [
    hex(encryptedContentInfo.contentEncryptionAlgorithm.parameters),
    hex(encryptedContentInfo.encryptedContent?.value?.buffer),
  ];
  const repeated = parts(second).filter(part => part === '' || parts(first).includes(part));
  assert.deepEqual(repeated, []);
});

test('writes strict DER, in the text encoding asked for', async () => {
  const text = await sealEnvelope(plaintext, { ...settings, encoding: 'hex' });
  assert.match(text, /^3082[0-9a-f]+$/);
  assert.match(await sealEnvelope(plaintext, settings), /^M[A-Za-z0-9+/]+=*$/);
  const reading = readBer(Buffer.from(text, 'hex'));
  assert.ok(reading.read);
  assert.equal(reading.rules, 'DER');
  assert.equal(Buffer.from(rewriteAsDer(reading.element)).toString('hex'), text);
});
