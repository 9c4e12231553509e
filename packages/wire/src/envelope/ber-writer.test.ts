import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBer } from './ber-reader.ts';
import { rewriteAsStreamedBer } from './ber-writer.ts';
import { importOpeningKey, importSealingKey, openEnvelope, sealEnvelope } from './cms.ts';
import { generateKeyMaterial } from './self-signed.fixture.ts';

const material = generateKeyMaterial('K1');
const key = importOpeningKey(material);
const sealingKey = importSealingKey(material);

for (const recipient of ['subjectKeyIdentifier', 'issuerAndSerialNumber'] as const) {
  test(`an envelope in streamed BER is the same envelope: ${recipient}`, async () => {
    const plaintext = Buffer.from('{"fpan":"9990100100000000"}');
    const settings = { key: sealingKey, padding: 'RSAES-OAEP-SHA-256', recipient } as const;
    const streamed = rewriteAsStreamedBer(
      Buffer.from(await sealEnvelope(plaintext, { ...settings, encoding: 'hex' }), 'hex'),
    );
    const reading = readBer(streamed);
    assert.ok(reading.read && reading.rules === 'BER');
    const text = Buffer.from(streamed).toString('base64');
    const opened = await openEnvelope(text, { keys: [key], keyIdentifier: undefined, pkcs1v15: 'refused' });
    assert.ok(opened.opened);
    assert.deepEqual(Buffer.from(opened.plaintext), plaintext);
  });
}

test('what is no envelope is not rewritten', () => {
  assert.throws(() => rewriteAsStreamedBer(Uint8Array.of(0x30, 0x05)), /no BER: truncated/);
  assert.throws(() => rewriteAsStreamedBer(Uint8Array.of(0x30, 0x02, 0x05, 0x00)), /encrypted content/);
});
