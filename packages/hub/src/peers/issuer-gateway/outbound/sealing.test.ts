import assert from 'node:assert/strict';
import { test } from 'node:test';
import { luhnCheckDigit } from '@countermark/wire/card/pan';
import { importOpeningKey, openEnvelope } from '@countermark/wire/envelope/cms';
import { readAuthenticationValue } from '@countermark/wire/issuer-gateway/plaintext/authentication-value';
import { readCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { readTokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import type { IssuerSettings } from '../../../core/issuer.ts';
import { selfSignEnvelopeCertificate, validFor } from '../../../identity/certificates.ts';
import type { SealedText } from '../../../ports/issuer-backend.ts';
import { issuerAt, issuerKey } from '../../issuers.fixture.ts';
import { issuerSealing } from './sealing.ts';

const validity = validFor(30, new Date());
const older = await selfSignEnvelopeCertificate({ commonName: 'Older', modulusLength: 2048, validity });
const newer = await selfSignEnvelopeCertificate({ commonName: 'Newer', modulusLength: 2048, validity });
const olderKey = issuerKey(older);
const newerKey = issuerKey(newer);

const fpan = `999010010000001${luhnCheckDigit('999010010000001')}`;
const base = 'https://bank.example';

async function open({ text }: SealedText, certified = newer): Promise<Uint8Array> {
  const { keyIdentifier } = issuerKey(certified);
  const opened = await openEnvelope(text, {
    keys: [importOpeningKey({ ...certified, keyIdentifier })],
    pkcs1v15: 'allowed',
  });
  assert.ok(opened.opened);
  return opened.plaintext;
}

test('card data, security code and token are what the issuer expects to find', async () => {
  const sealing = issuerSealing(async () => [newerKey]);
  const issuer = issuerAt(base);
  const cardInfo = { fpan, exp: '1230' };
  const tokenInfo = { token: '9990900100000001', tokenExpiryDate: '1229' };
  const card = await open(await sealing.sealCardInfo(issuer, cardInfo));
  const code = await open(await sealing.sealAuthenticationValue(issuer, { kind: 'csc', cvv: '123' }));
  const token = await open(await sealing.sealTokenInfo(issuer, tokenInfo));
  assert.deepEqual(readCardInfo(card), { ok: true, content: cardInfo });
  assert.deepEqual(readAuthenticationValue(code), { ok: true, content: { kind: 'csc', cvv: '123' } });
  assert.deepEqual(readTokenInfo(token), { ok: true, content: tokenInfo });
});

const ways: Pick<IssuerSettings, 'padding' | 'encoding' | 'recipientForm'>[] = [
  { padding: 'RSAES-OAEP-SHA-256', encoding: 'base64', recipientForm: 'subjectKeyIdentifier' },
  { padding: 'RSAES-OAEP-SHA-256', encoding: 'hex', recipientForm: 'issuerAndSerialNumber' },
  { padding: 'RSAES-PKCS1-v1_5', encoding: 'hex', recipientForm: 'subjectKeyIdentifier' },
  { padding: 'RSAES-PKCS1-v1_5', encoding: 'base64', recipientForm: 'issuerAndSerialNumber' },
];

for (const way of ways) {
  test(`seals the way the issuer wants it: ${Object.values(way).join(', ')}`, async () => {
    const sealed = await issuerSealing(async () => [newerKey]).sealCardInfo(issuerAt(base, way), { fpan });
    assert.match(sealed.text, way.encoding === 'hex' ? /^30[0-9a-f]+$/ : /^M[A-Za-z0-9+/]+=*$/);
    const bytes = Buffer.from(sealed.text, way.encoding);
    assert.equal(bytes.includes(newerKey.keyIdentifier), way.recipientForm === 'subjectKeyIdentifier');
    assert.equal(bytes.includes(rsaesOaep), way.padding === 'RSAES-OAEP-SHA-256');
    assert.deepEqual(readCardInfo(await open(sealed)), { ok: true, content: { fpan } });
  });
}

/** DER of the object identifier 1.2.840.113549.1.1.7. */
const rsaesOaep = Buffer.from('06092a864886f70d010107', 'hex');

test('seals with the newest key, from the moment it is there', async () => {
  let active = [olderKey];
  const sealing = issuerSealing(async issuerId => (issuerId === 'TESTBANK01' ? active : []));
  const before = await sealing.sealCardInfo(issuerAt(base), { fpan });
  active = [newerKey, olderKey];
  const afterwards = await sealing.sealCardInfo(issuerAt(base), { fpan });
  assert.deepEqual(
    [before.keyIdentifier, afterwards.keyIdentifier],
    [olderKey.keyIdentifier, newerKey.keyIdentifier],
  );
  await open(before, older);
  await open(afterwards, newer);
});

test('a certificate that takes the place of another under the same identifier is used', async () => {
  let active = [{ ...olderKey, keyIdentifier: 'current' }];
  const sealing = issuerSealing(async () => active);
  await sealing.sealCardInfo(issuerAt(base), { fpan });
  active = [{ ...newerKey, keyIdentifier: 'current' }];
  const sealed = await sealing.sealCardInfo(issuerAt(base), { fpan });
  assert.equal(sealed.keyIdentifier, 'current');
  await open(sealed, newer);
});

test('an issuer without a key is a fault, told in words for the operator', async () => {
  const sealing = issuerSealing(async () => []);
  await assert.rejects(sealing.sealCardInfo(issuerAt(base), { fpan }), {
    message: 'Issuer TESTBANK01 has no active PKCS#7 key: upload its certificate',
  });
});
