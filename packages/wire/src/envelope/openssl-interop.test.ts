import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { describeEnvelope } from './describing.ts';
import { importOpeningKey, importSealingKey } from './keys.ts';
import { openEnvelope } from './opening.ts';
import { sealEnvelope } from './sealing.ts';
import { generateKeyMaterial } from './self-signed.fixture.ts';

const { stdout: version } = spawnSync('openssl', ['version'], { encoding: 'utf8' });
const skip = version?.startsWith('OpenSSL') ? false : 'there is no openssl command here';

describe('openssl cms', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'envelope-'));
  after(() => rmSync(folder, { recursive: true }));
  const file = (name: string) => join(folder, name);

  const material = generateKeyMaterial('K1');
  const openingKey = importOpeningKey(material);
  const plaintext = Buffer.from(JSON.stringify({ fpan: '9990100100000000', filler: 'x'.repeat(9000) }));
  writeFileSync(file('cert.pem'), material.certificatePem);
  writeFileSync(file('key.pem'), material.privateKeyPem);
  writeFileSync(file('plain'), plaintext);

  function cms(...args: string[]): Buffer {
    const { status, stdout, stderr } = spawnSync('openssl', ['cms', ...args]);
    assert.equal(status, 0, stderr.toString());
    return stdout;
  }

  /** `openssl cms -encrypt`; the recipient and its options last. */
  function encrypt(format: readonly string[], recipient: readonly string[]): string {
    const input = ['-encrypt', '-binary', '-aes256', '-in', file('plain')];
    cms(...input, ...format, '-out', file('sealed'), '-recip', file('cert.pem'), ...recipient);
    const written = readFileSync(file('sealed'));
    return format.includes('PEM')
      ? written.toString().replace(/^-----.*-----$/gm, '')
      : written.toString('base64');
  }

  const paddings = {
    'RSAES-OAEP-SHA-256': ['rsa_padding_mode:oaep', 'rsa_oaep_md:sha256', 'rsa_mgf1_md:sha256'].flatMap(
      option => ['-keyopt', option],
    ),
    'RSAES-PKCS1-v1_5': [],
  };

  for (const padding of ['RSAES-OAEP-SHA-256', 'RSAES-PKCS1-v1_5'] as const) {
    for (const recipient of ['subjectKeyIdentifier', 'issuerAndSerialNumber'] as const) {
      test(`opens ours: ${padding}, ${recipient}`, async () => {
        const key = importSealingKey(material);
        const sealed = await sealEnvelope(plaintext, { key, padding, recipient, encoding: 'base64' });
        writeFileSync(file('ours'), Buffer.from(sealed, 'base64'));
        // The key identifier in ASCII is no extension of the certificate: openssl then has to be given the key alone.
        const named = recipient === 'issuerAndSerialNumber' ? ['-recip', file('cert.pem')] : [];
        const input = ['-decrypt', '-binary', '-inform', 'DER', '-in', file('ours')];
        assert.deepEqual(cms(...input, '-inkey', file('key.pem'), ...named), plaintext);
      });
    }

    const formats = {
      DER: ['-outform', 'DER'],
      'DER, streamed': ['-outform', 'DER', '-stream'],
      PEM: ['-outform', 'PEM'],
      'PEM, streamed': ['-outform', 'PEM', '-stream'],
    };
    for (const [name, format] of Object.entries(formats)) {
      for (const form of ['subjectKeyIdentifier', 'issuerAndSerialNumber'] as const) {
        test(`is opened by us: ${padding}, ${form}, ${name}`, async () => {
          const keyId = form === 'subjectKeyIdentifier' ? ['-keyid'] : [];
          const text = encrypt([...format, ...keyId], paddings[padding]);
          const opened = await openEnvelope(text, { keys: [openingKey], pkcs1v15: 'allowed' });
          assert.deepEqual(opened, { opened: true, plaintext, keyIdentifier: 'K1', padding });
          const description = describeEnvelope(text);
          assert.ok(description.described);
          assert.equal(description.encodingRules, format.includes('-stream') ? 'BER' : 'DER');
          const [only] = description.recipients;
          assert.equal(only?.kind === 'KeyTransRecipientInfo' && only.identifier.form, form);
        });
      }
    }
  }

  test('is refused by us when it takes SHA-1 for one of the OAEP hashes', async () => {
    const oaep = ['-keyopt', 'rsa_padding_mode:oaep'];
    const sha256 = ['-keyopt', 'rsa_oaep_md:sha256'];
    const refusals = {
      'oaep-hash-not-sha256': oaep,
      'mgf1-not-sha256': [...oaep, ...sha256, '-keyopt', 'rsa_mgf1_md:sha1'],
    };
    for (const [diagnosis, recipient] of Object.entries(refusals)) {
      const text = encrypt(['-outform', 'DER'], recipient);
      const refused = await openEnvelope(text, { keys: [openingKey], pkcs1v15: 'allowed' });
      assert.deepEqual(refused, { opened: false, diagnosis });
    }
  });

  test('is refused by us when the content is not AES-256-CBC', async () => {
    const format = ['-outform', 'DER', '-aes128'];
    const refused = await openEnvelope(encrypt(format, []), { keys: [openingKey], pkcs1v15: 'allowed' });
    assert.deepEqual(refused, { opened: false, diagnosis: 'content-algorithm-not-aes-256-cbc' });
  });
});
