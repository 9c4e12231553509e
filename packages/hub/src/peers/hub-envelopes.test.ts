import assert from 'node:assert/strict';
import { test } from 'node:test';
import { luhnCheckDigit } from '@countermark/wire/card/pan';
import { importSealingKey, type RsaPadding, sealEnvelope } from '@countermark/wire/envelope/cms';
import { keyIdentifierOf, selfSignEnvelopeCertificate, validFor } from '../identity/certificates.ts';
import type { HubKey } from '../identity/hub-keys.ts';
import { type EnvelopeRefusal, hubEnvelopes } from './hub-envelopes.ts';
import { issuerAt } from './issuers.fixture.ts';

async function envelopeKey(commonName: string): Promise<HubKey> {
  const validity = validFor(30, new Date());
  const certified = await selfSignEnvelopeCertificate({ commonName, modulusLength: 2048, validity });
  return { ...certified, keyIdentifier: keyIdentifierOf(certified.certificatePem) };
}

const current = await envelopeKey('Current');
const former = await envelopeKey('Former');
const foreign = await envelopeKey('Foreign');

const fpan = `999010010000001${luhnCheckDigit('999010010000001')}`;
const cardInfo = { fpan, exp: '1230', cvv: '123' };
const fpanDetails = { oldFPAN: fpan, oldExpDate: '1230', newFPAN: fpan, newExpDate: '1232' };
const strict = issuerAt('https://bank.example');
const lenient = issuerAt('https://bank.example', { inboundPkcs1v15: 'allowed' });

function opener() {
  const traced: EnvelopeRefusal[] = [];
  const envelopes = hubEnvelopes({ keys: [current, former], trace: refusal => traced.push(refusal) });
  return { envelopes, traced };
}

function seal(
  content: unknown,
  { key = current, padding = 'RSAES-OAEP-SHA-256' }: { key?: HubKey; padding?: RsaPadding } = {},
): Promise<string> {
  const plaintext = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  const recipient = 'subjectKeyIdentifier';
  return sealEnvelope(plaintext, { key: importSealingKey(key), padding, recipient, encoding: 'hex' });
}

const badge = 'PRIMARY';

test('opens what was sealed for any active key, named or not', async () => {
  const { envelopes, traced } = opener();
  for (const key of [current, former]) {
    const { keyIdentifier } = key;
    const details = { text: await seal(fpanDetails, { key }) };
    assert.deepEqual(await envelopes.openFpanDetails(strict, { ...details, badge }), {
      opened: true,
      fpanDetails,
    });
    assert.deepEqual(await envelopes.openFpanDetails(strict, { ...details, keyIdentifier, badge }), {
      opened: true,
      fpanDetails,
    });
    const card = { text: await seal(cardInfo, { key }), keyIdentifier };
    assert.deepEqual(await envelopes.openCardInfo(card), { opened: true, cardInfo });
  }
  assert.deepEqual(traced, []);
});

test('takes PKCS#1 v1.5 from issuers that may use it, not in the auxiliary API, and from nobody else', async () => {
  const { envelopes, traced } = opener();
  const padding = 'RSAES-PKCS1-v1_5';
  const text = await seal(fpanDetails, { padding });
  assert.deepEqual(await envelopes.openFpanDetails(lenient, { text, badge }), {
    opened: true,
    fpanDetails,
  });
  assert.deepEqual(await envelopes.openFpanDetails(lenient, { text, badge: 'AUXILIARY' }), { opened: false });
  assert.deepEqual(await envelopes.openFpanDetails(strict, { text, badge }), { opened: false });
  assert.deepEqual(await envelopes.openCardInfo({ text: await seal(cardInfo, { padding }) }), {
    opened: false,
  });
  assert.deepEqual(
    traced.map(({ member, issuerId }) => [member, issuerId]),
    [
      ['fpanDetails', 'TESTBANK01'],
      ['fpanDetails', 'TESTBANK01'],
      ['cipheredCardInfo', null],
    ],
  );
  for (const { diagnosis } of traced) assert.match(diagnosis, /RSAES-PKCS1-v1_5/);
});

const refused: [string, () => Promise<{ text: string; keyIdentifier?: string }>, RegExp][] = [
  ['that is none', async () => ({ text: '{"fpan":1}' }), /neither base64 nor hexadecimal/],
  ['sealed for another', async () => ({ text: await seal(cardInfo, { key: foreign }) }), /No recipient/],
  [
    'with the name of another key',
    async () => ({ text: await seal(cardInfo), keyIdentifier: foreign.keyIdentifier }),
    /none of our active keys/,
  ],
  ['around no JSON', async () => ({ text: await seal('fpan=1') }), /what it holds is refused: not JSON/],
  ['around too little', async () => ({ text: await seal({ exp: '1230' }) }), /fpan missing|oldFPAN missing/],
  [
    'around letters for a number',
    async () => ({ text: await seal({ ...fpanDetails, fpan: 'x', oldFPAN: 'x' }) }),
    /fpan malformed|oldFPAN malformed/i,
  ],
];

for (const [name, envelope, diagnosis] of refused) {
  test(`an envelope ${name} is refused without a reason; the reason is traced`, async () => {
    const { envelopes, traced } = opener();
    const given = await envelope();
    assert.deepEqual(await envelopes.openFpanDetails(lenient, { ...given, badge }), { opened: false });
    assert.deepEqual(await envelopes.openCardInfo(given), { opened: false });
    assert.equal(traced.length, 2);
    for (const refusal of traced) assert.match(refusal.diagnosis, diagnosis);
    assert.ok(!JSON.stringify(traced).includes(fpan));
  });
}

test('a key that does not belong to its certificate is refused at the start', () => {
  const mixed = { ...current, privateKeyPem: former.privateKeyPem };
  assert.throws(() => hubEnvelopes({ keys: [mixed], trace: () => {} }), { name: 'EnvelopeKeyError' });
});
