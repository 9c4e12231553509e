import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { sealJwe } from '@countermark/wire/envelope/jwe';
import { keyIdentifierOf, selfSignEcCertificate, validFor } from '../../identity/certificates.ts';
import type { HubKey } from '../../identity/hub-keys.ts';
import type { EnvelopeRefusal } from '../hub-envelopes.ts';
import { d1Envelopes } from './d1-envelopes.ts';

async function newKey(): Promise<HubKey> {
  const validity = validFor(30, new Date());
  const certified = await selfSignEcCertificate({ commonName: 'Hub', keyUsage: 'keyAgreement', validity });
  return { keyIdentifier: keyIdentifierOf(certified.certificatePem), ...certified };
}

const [newest, older, former] = [await newKey(), await newKey(), await newKey()];
const traced: EnvelopeRefusal[] = [];
const envelopes = d1Envelopes({ keys: [newest, older], trace: refusal => void traced.push(refusal) });

const seal = (content: object | string, { keyIdentifier, certificatePem }: HubKey, kid = keyIdentifier) =>
  sealJwe(content, { keyIdentifier: kid, publicKey: new X509Certificate(certificatePem).publicKey });

const card = { pan: '4111111111111111', exp: '1230' };
const whole = { ...card, cvv: '123' };

test('cards open that were sealed for any of the keys', async () => {
  for (const key of [newest, older])
    assert.deepEqual(await envelopes.openCard('BANKONE001', await seal(card, key)), {
      opened: true,
      credentials: card,
    });
  const opened = await envelopes.openFullCard('BANKONE001', await seal(whole, newest));
  assert.deepEqual(opened, { opened: true, credentials: whole });
});

test('the rest is one refusal; why goes to the trace, and nothing of the card with it', async () => {
  const sent = {
    'is not a compact JWE': 'text',
    'names a key (kid) that is none': await seal(card, former),
    'does not decrypt': await seal(card, former, newest.keyIdentifier),
    'what it holds is refused: exp missing': await seal({ pan: card.pan }, newest),
    'what it holds is refused: not JSON': await seal(`${card.pan};${card.exp}`, newest),
  };
  for (const [diagnosis, text] of Object.entries(sent)) {
    traced.length = 0;
    assert.deepEqual(await envelopes.openCard('BANKONE001', text), { opened: false });
    const [refusal, ...others] = traced;
    assert.deepEqual([refusal?.member, refusal?.issuerId, others], ['encryptedData', 'BANKONE001', []]);
    assert.ok(refusal?.diagnosis.includes(diagnosis), refusal?.diagnosis);
    assert.ok(!JSON.stringify(traced).includes(card.pan));
  }
  assert.deepEqual(await envelopes.openFullCard('BANKONE001', await seal(card, newest)), { opened: false });
});
