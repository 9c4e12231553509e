import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { generateKeyMaterial } from '@countermark/wire/envelope/self-signed.fixture';
import { runCommand, temporaryFolder } from '../command-line.fixture.ts';

const { folder, remove } = await temporaryFolder();
after(remove);

const card = '{"fpan":"4111111111111111","exp":"1230"}';
const rsa = generateKeyMaterial('key-1');
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const write = (name: string, text: string | Uint8Array) => writeFile(join(folder, name), text);

await write('card.json', card);
await write('issuer.pem', rsa.certificatePem);
await write('issuer.key', rsa.privateKeyPem);
await write('whole.key', rsa.privateKeyPem + rsa.certificatePem);
await write('d1.pem', ec.publicKey.export({ type: 'spki', format: 'pem' }));
await write('d1.key', ec.privateKey.export({ type: 'pkcs8', format: 'pem' }));

const countermark = (line: string) => runCommand(line.split(' '), { folder });

async function sealedTo(name: string, options: string): Promise<void> {
  const { exitCode, out, err } = await countermark(`envelope seal card.json ${options}`);
  assert.equal(exitCode, 0, err);
  await write(name, out);
}

describe('countermark envelope', () => {
  test('opens what it sealed, card data masked unless asked for', async () => {
    const ways = [
      ['--for key-1=issuer.pem', '--key key-1=issuer.key'],
      ['--for key-1=issuer.pem --encoding hex --recipient issuer-and-serial', '--key key-1=whole.key'],
      ['--for key-1=issuer.pem --padding pkcs1', '--key key-1=issuer.key --allow-pkcs1'],
      ['--for d1-1=d1.pem', '--key d1-1=d1.key'],
    ] as const;
    for (const [seal, open] of ways) {
      await sealedTo('sealed.txt', seal);
      const masked = await countermark(`envelope open sealed.txt ${open}`);
      assert.deepEqual(masked, { exitCode: 0, out: '{"fpan":"411111******1111","exp":"****"}', err: '' });
      const whole = await countermark(`envelope open sealed.txt ${open} --show-card-data`);
      assert.equal(whole.out, card);
    }
  });

  test('explains for people and programs, and its exit code tells a defect', async () => {
    await sealedTo('sealed.txt', '--for key-1=issuer.pem --padding pkcs1');
    const { exitCode, out } = await countermark('envelope explain sealed.txt --key key-1=issuer.key');
    assert.equal(exitCode, 1);
    assert.match(out, /key identifier key-1; RSAES-PKCS1-v1_5; RSA 2048 bits/);
    assert.match(out, /padding-not-allowed\n {2}.*\n {2}Mend: Use RSAES-OAEP with SHA-256/);
    const json = await countermark('envelope explain sealed.txt --key key-1=issuer.key --json');
    assert.equal(JSON.parse(json.out).findings[0].defect, 'padding-not-allowed');
    const allowed = await countermark(
      'envelope explain sealed.txt --key key-1=issuer.key --allow-pkcs1 --json',
    );
    assert.equal(allowed.exitCode, 0);
    assert.equal(JSON.parse(allowed.out).verdict, 'SOUND');
    assert.doesNotMatch(allowed.out, /4111111111111111|plaintext/);
    assert.equal((await countermark('envelope explain sealed.txt --allow-pkcs1')).exitCode, 0);
    const misplaced = await countermark('envelope explain sealed.txt --expect jwe');
    assert.match(misplaced.out, /cms-where-jose-is-due/);
  });

  test('says which key or file it cannot use', async () => {
    await sealedTo('sealed.txt', '--for key-1=issuer.pem');
    assert.match((await countermark('envelope open sealed.txt')).err, /add --key KEYID=FILE/);
    const noKey = await countermark('envelope open sealed.txt --key key-1=issuer.pem');
    assert.deepEqual([noKey.exitCode, /holds no private key/.test(noKey.err)], [2, true]);
    const noFile = await countermark('envelope explain nothing.txt');
    assert.deepEqual([noFile.exitCode, /Cannot read nothing.txt/.test(noFile.err)], [2, true]);
    const noCertificate = await countermark('envelope seal card.json --for key-1=issuer.key');
    assert.equal(noCertificate.exitCode, 2);
    await write('short.txt', 'AAAA');
    const bad = await countermark('envelope open short.txt --key key-1=issuer.key');
    assert.match(bad.err, /It does not open\..*`countermark envelope explain`/);
  });
});
