import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, test } from 'node:test';
import { CompactSign } from 'jose';
import { type DetachedSignature, readDetachedSignature, signatureCheck } from './detached-signature.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const keys = [
  { keyIdentifier: 'rsa-1', publicKeyPem: pem(rsa.publicKey) },
  { keyIdentifier: 'ec-1', publicKeyPem: pem(ec.publicKey) },
];
const text = '{"header":{"é":"ü"},"records":[]}';

async function signed(alg: string, key: KeyObject, header: object = {}): Promise<string> {
  const sign = new CompactSign(new TextEncoder().encode(text)).setProtectedHeader({ alg, ...header });
  const [protectedHeader, , signature] = (await sign.sign(key)).split('.');
  return `${protectedHeader}..${signature}`;
}

function read(jws: string): DetachedSignature {
  return readDetachedSignature(jws) ?? assert.fail('not read');
}

function isGood(jws: string, content: readonly string[] = [text], known = keys): boolean {
  const check = signatureCheck(read(jws), known);
  for (const piece of content) check.update(piece);
  return check.verify();
}

describe('a detached signature', () => {
  for (const [alg, { privateKey }, kid] of [
    ['RS256', rsa, 'rsa-1'],
    ['ES256', ec, 'ec-1'],
  ] as const) {
    test(`is checked with ${alg}, however the text is cut`, async () => {
      const jws = await signed(alg, privateKey, { kid });
      assert.ok(isGood(jws));
      assert.ok(isGood(jws, Array.from(text)));
      assert.ok(isGood(await signed(alg, privateKey)));
      assert.equal(isGood(jws, [text, ' ']), false);
      assert.equal(isGood(jws, [text.slice(1)]), false);
    });
  }

  test('of a key that is not known, or known under another identifier, is not good', async () => {
    const jws = await signed('RS256', rsa.privateKey, { kid: 'rsa-2' });
    assert.equal(isGood(jws), false);
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
    assert.equal(isGood(await signed('RS256', stranger.privateKey)), false);
    assert.equal(isGood(await signed('ES256', ec.privateKey), [text], keys.slice(0, 1)), false);
  });
});

describe('what is no detached signature', () => {
  test('is not read', async () => {
    const jws = await signed('RS256', rsa.privateKey);
    const [protectedHeader = '', signature = ''] = jws.split('..');
    const header = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const wrong = [
      '',
      '..',
      protectedHeader,
      `${protectedHeader}.e30.${signature}`,
      `${protectedHeader}..`,
      `${protectedHeader}..${signature}..`,
      `${protectedHeader}..${signature}=`,
      `${header({ alg: 'none' })}..${signature}`,
      `${header({ alg: 'HS256' })}..${signature}`,
      `${header({ alg: 'RS256', b64: false, crit: ['b64'] })}..${signature}`,
      `${header([])}..${signature}`,
      `${header(null)}..${signature}`,
      `bm8ganNvbg..${signature}`,
    ];
    for (const text of wrong) assert.equal(readDetachedSignature(text), null, text);
  });
});
