import assert from 'node:assert/strict';
import { createPrivateKey, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, beforeEach, describe, test } from 'node:test';
import {
  selfSignEnvelopeCertificate,
  selfSignTlsCertificate,
  validFor,
} from '@countermark/hub/identity/certificates';
import { composePayment, type PaymentScript } from '@countermark/sandbox/acquirer-simulator/payment-script';
import { bearerClient } from '@countermark/sandbox/bearer-client';
import type { PayingToken } from '@countermark/sandbox/wallet-simulator/payment-devices';
import type { Detokenize, DetokenizeResult } from '@countermark/wire/detokenization/detokenize';
import type { DetokenizationError } from '@countermark/wire/detokenization/error-response';
import { messageMac, messageMacHeader } from '@countermark/wire/detokenization/message-mac';
import type { Notify } from '@countermark/wire/detokenization/notify';
import type { DetokenizerView } from '@countermark/wire/operator/detokenizer';
import type { TokenPersonalisation } from '@countermark/wire/token-requestor/personalise-token';
import { compactDecrypt, decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose';
import type { RawAnswer, RawLine } from './support/raw-https.ts';
import { gatherParties, readIdentity, type TestParties, type TestToken } from './support/test-parties.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';
import { until } from './support/until.ts';

/** The detokenization API, as an acquirer of its own meets it. */

let sandbox: TestSandbox;
let parties: TestParties;
let acquirer: TestAcquirer;
let token: TestToken;
let device: PayingToken;

before(async () => {
  sandbox = await startTestSandbox();
  parties = await gatherParties(sandbox);
  acquirer = await newAcquirer('test-acquirer');
});
after(async () => {
  parties?.close();
  await sandbox?.close();
});
beforeEach(async () => {
  ({ token, device } = await payingToken());
});

interface TestAcquirer {
  line: RawLine;
  macKey: Uint8Array;
  encryptionKeyPem: string;
}

const validity = validFor(30, new Date());

async function newAcquirer(name: string, answers = 'WHEN_ALL_PASSED'): Promise<TestAcquirer> {
  const client = await selfSignTlsCertificate({ commonName: name, use: { role: 'client' }, validity });
  const encryption = await selfSignEnvelopeCertificate({ commonName: name, modulusLength: 2048, validity });
  const operator = bearerClient(sandbox.description.operator);
  const path = `/operator/v1/detokenizers/${name}`;
  const body = { encryptionCertificatePem: encryption.certificatePem, answers };
  const { cipheredMacKey } = (await operator.send('PUT', path, body)) as DetokenizerView;
  await operator.send('POST', `${path}/certificates`, { certificatePem: client.certificatePem });
  const opened = await compactDecrypt(cipheredMacKey, createPrivateKey(encryption.privateKeyPem));
  return {
    line: parties.stranger(client, sandbox.description.acquirer.detokenizationUrl),
    macKey: opened.plaintext,
    encryptionKeyPem: encryption.privateKeyPem,
  };
}

/** A new card's token, and the device that holds it: this test's own, by the token requestor API. */
async function payingToken(): Promise<{ token: TestToken; device: PayingToken }> {
  const token = await parties.enrol({ exp: '1230', provisioning: 'none' });
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' });
  const { x, y } = await exportJWK(publicKey);
  const wallet = parties.requestor('wallet');
  const devicePublicKey = { kty: 'EC', crv: 'P-256', x, y };
  const answer = await wallet.post(`/tokens/${token.virtualCardId}/personalisation`, { devicePublicKey });
  assert.equal(answer.status, 200, answer.text);
  const { personalisation } = answer.json as { personalisation: string };
  const { plaintext } = await compactDecrypt(personalisation, privateKey);
  const opened = JSON.parse(Buffer.from(plaintext).toString()) as TokenPersonalisation;
  await wallet.post(`/enrolments/${token.enrolmentId}/provisioning`, { result: 'DELIVERED' });
  return { token, device: { virtualCardId: token.virtualCardId, personalisation: opened, atc: 0 } };
}

const payment = (script: PaymentScript = {}) =>
  composePayment(script, { token: device, now: new Date(), formerReference: null });

interface Sent {
  from?: TestAcquirer;
  requestId?: string | null;
  mac?: string | null;
  contentType?: string;
}

async function send(operation: string, message: unknown, sent: Sent = {}): Promise<RawAnswer> {
  const { from = acquirer, requestId = randomUUID(), contentType = 'application/json' } = sent;
  const body = typeof message === 'string' ? message : JSON.stringify(message);
  const mac =
    sent.mac === undefined
      ? messageMac(from.macKey, { requestId: requestId ?? '', body: Buffer.from(body) })
      : sent.mac;
  return from.line.call(`/${operation}`, {
    headers: {
      'content-type': contentType,
      ...(requestId !== null && { 'x-request-id': requestId }),
      ...(mac !== null && { [messageMacHeader]: mac }),
    },
    body,
  });
}

async function detokenize(message: Detokenize, sent: Sent = {}): Promise<DetokenizeResult> {
  const answer = await send('detokenize', message, sent);
  assert.equal(answer.status, 200, answer.text);
  return answer.json as DetokenizeResult;
}

async function cardIn({ cipheredDetokenizedCard }: DetokenizeResult, to = acquirer): Promise<unknown> {
  const { plaintext } = await compactDecrypt(
    cipheredDetokenizedCard ?? assert.fail('no card'),
    createPrivateKey(to.encryptionKeyPem),
  );
  return JSON.parse(Buffer.from(plaintext).toString());
}

function assertRefused(answer: RawAnswer, status: number, errorCode: string): void {
  const { errorCode: code, errorMessage } = answer.json as DetokenizationError;
  assert.deepEqual([answer.status, code], [status, errorCode], answer.text);
  assert.equal(typeof errorMessage, 'string');
}

const stateAtIssuer = (action: string) =>
  parties.issuer('CMISSUER01').call('updateCardState', {
    issuerCardRefId: token.issuerCardRefId,
    virtualCardId: token.virtualCardId,
    action,
  });

describe('a good payment', () => {
  test("gets the card number under the caller's key", async () => {
    const result = await detokenize(payment());
    assert.deepEqual([result.responseCode, result.responseMessage], ['000', 'Approved']);
    const header = decodeProtectedHeader(result.cipheredDetokenizedCard ?? '');
    assert.deepEqual([header.alg, header.enc], ['RSA-OAEP', 'A256GCM']);
    assert.equal(typeof header['x5t#S256'], 'string');
    assert.deepEqual(await cardIn(result), { pan: token.pan, expiry: '3012' });
  });

  test('that is repeated to the letter gets the same; any other with its reference gets 009', async () => {
    const requestId = randomUUID();
    const message = payment();
    assert.equal((await detokenize(message, { requestId })).responseCode, '000');
    const again = await detokenize(message, { requestId });
    assert.equal(again.responseCode, '000');
    assert.deepEqual(await cardIn(again), { pan: token.pan, expiry: '3012' });
    const copies = [
      await detokenize(message),
      await detokenize({ ...message, cardAcceptor: { id: 'elsewhere' } }, { requestId }),
      await detokenize({ ...payment(), reference: message.reference }),
    ];
    for (const copy of copies) {
      assert.equal(copy.responseCode, '009');
      assert.equal(copy.cipheredDetokenizedCard, undefined);
    }
    // The last of them was good but for its reference: its counter was not used up.
    assert.equal((await detokenize(payment())).responseCode, '000');
  });

  test('may have the reference of another caller', async () => {
    const message = payment();
    await detokenize(message);
    const other = await newAcquirer('second-acquirer');
    const { reference } = message;
    assert.equal((await detokenize({ ...payment(), reference }, { from: other })).responseCode, '000');
  });

  test('is one of all that have its counter at the same time', async () => {
    device.atc = 40;
    const payments = Array.from({ length: 8 }, () => {
      device.atc = 40;
      return payment();
    });
    const results = await Promise.all(payments.map(message => detokenize(message)));
    const codes = results.map(({ responseCode }) => responseCode).sort();
    assert.deepEqual(codes, ['000', ...Array.from({ length: 7 }, () => '030')]);
  });

  test('gets none when the card is not to be paid with, at once after the issuer is answered', async () => {
    const requestId = randomUUID();
    const before = payment();
    await detokenize(before, { requestId });
    assert.equal((await stateAtIssuer('SUSPEND')).status, 200);
    await untilState('SUSPENDED');
    assert.equal((await detokenize(payment())).responseCode, '003');
    const repeated = await detokenize(before, { requestId });
    assert.deepEqual([repeated.responseCode, repeated.cipheredDetokenizedCard], ['003', undefined]);
    // As long as the suspension is on its way to the device, no other change is taken.
    await until('the resumption taken', async () => (await stateAtIssuer('RESUME')).status === 200);
    await untilState('RESUMED');
    assert.equal((await detokenize(payment())).responseCode, '000');
  });

  test('is not answered to a number that no token has', async () => {
    const message = payment();
    const unknown = { ...message, tokenizedCard: { ...message.tokenizedCard, pan: '9990900100000000' } };
    assert.equal((await detokenize(unknown)).responseCode, '003');
  });
});

async function untilState(state: string): Promise<void> {
  await until(`the token ${state}`, async () => {
    const { token: now } = await sandbox.client.token(token.virtualCardId);
    return now.state === state;
  });
}

describe('a caller that is answered outside the domain, too', () => {
  test('gets the card with the code, and the counter is used up', async () => {
    const trusting = await newAcquirer('trusting-acquirer', 'ALSO_OUTSIDE_DOMAIN');
    const elsewhere = await detokenize(payment({ panEntryMode: '01' }), { from: trusting });
    assert.equal(elsewhere.responseCode, '002');
    assert.deepEqual(await cardIn(elsewhere, trusting), { pan: token.pan, expiry: '3012' });
    device.atc -= 1;
    assert.equal((await detokenize(payment())).responseCode, '030');
  });
});

describe('who calls', () => {
  test('must be registered for it: no certificate, an issuer, a requestor and a stranger are not', async () => {
    const { issuers, requestors, acquirer: url } = sandbox.description;
    const stranger = await selfSignTlsCertificate({ commonName: 'x', use: { role: 'client' }, validity });
    const identities = [
      null,
      await readIdentity(issuers['CMISSUER01']?.client ?? assert.fail()),
      await readIdentity(requestors['wallet']?.client ?? assert.fail()),
      stranger,
    ];
    for (const identity of identities) {
      const line = parties.stranger(identity, url.detokenizationUrl);
      for (const operation of ['detokenize', 'notify']) {
        assertRefused(await send(operation, payment(), { from: { ...acquirer, line } }), 403, '113');
      }
    }
  });

  test('is nobody anywhere else: at the APIs of issuers and requestors', async () => {
    const identity = await readIdentity(sandbox.description.acquirer.client);
    const { issuerGatewayUrl, tokenRequestorUrl } = sandbox.description.hub;
    const asRequestor = await parties
      .stranger(identity, tokenRequestorUrl)
      .call('/tokens', { method: 'GET' });
    assert.equal(asRequestor.status, 403);
    const asIssuer = await parties.stranger(identity, issuerGatewayUrl).call('/getCardInfo', {
      headers: { 'content-type': 'application/json', 'x-issuer-id': 'CMISSUER01', 'x-correlation-id': 'c1' },
      body: '{"issuerCardRefId":"x"}',
    });
    assert.equal(asIssuer.status, 403);
  });
});

describe('what is refused before a token is looked at', () => {
  test('is a request id that is missing or malformed', async () => {
    assertRefused(await send('detokenize', payment(), { requestId: null }), 400, '111');
    for (const requestId of ['a'.repeat(37), 'with space'])
      assertRefused(await send('detokenize', payment(), { requestId }), 400, '112');
  });

  test('is a message that is not as the API says', async () => {
    const message = payment();
    const { reference: _, ...withoutReference } = message;
    const wrong: [code: string, body: unknown][] = [
      ['112', 'no JSON'],
      ['112', '[]'],
      ['111', {}],
      ['111', withoutReference],
      ['112', { ...message, reference: 'short' }],
      ['112', { ...message, reference: 'r'.repeat(37) }],
      ['112', { ...message, scheme: 'OTHER' }],
      ['112', { ...message, tokenizedCard: { pan: '12', expiry: '3011' } }],
      ['112', { ...message, tokenizedCard: { ...message.tokenizedCard, expiry: '1113' } }],
      ['112', { ...message, amount: { value: -1, currency: 'EUR' } }],
      ['112', { ...message, amount: { value: 1, currency: 'euro' } }],
      ['112', { ...message, transactionDateTime: 'yesterday' }],
      ['112', { ...message, transactionType: '99' }],
      ['112', { ...message, panEntryMode: '09' }],
      ['112', { ...message, chipRelatedData: 'A'.repeat(511) }],
    ];
    for (const [code, body] of wrong) assertRefused(await send('detokenize', body), 400, code);
    assert.equal((await detokenize(message)).responseCode, '000');
  });

  test('is a message whose authentication code is missing, wrong, of other content, or by another key', async () => {
    const message = payment();
    const requestId = randomUUID();
    const other = messageMac(acquirer.macKey, { requestId, body: Buffer.from('{}') });
    const stranger = messageMac(Buffer.alloc(32), { requestId, body: Buffer.from(JSON.stringify(message)) });
    for (const mac of [null, '', 'zz', other, stranger, stranger.slice(2)])
      assertRefused(await send('detokenize', message, { requestId, mac }), 400, '112');
    assert.equal((await detokenize(message, { requestId })).responseCode, '000');
  });

  test('is what is no call of the API', async () => {
    assertRefused(await send('detokenise', payment()), 404, '112');
    assertRefused(await acquirer.line.call('/detokenize', { method: 'GET' }), 405, '112');
    assertRefused(await send('detokenize', payment(), { contentType: 'text/plain' }), 415, '112');
    assertRefused(await send('detokenize', 'x'.repeat(20_000)), 413, '112');
  });
});

describe('what became of a payment', () => {
  const noticeOf = (message: Detokenize, changes: Partial<Notify> = {}): Notify => ({
    tokenizedCard: message.tokenizedCard,
    reference: message.reference,
    transactionType: 'PURCHASE',
    result: 'APPROVED',
    amount: message.amount,
    transactionDateTime: '2026-11-22T10:00:00Z',
    cardAcceptor: { id: 'demo-shop', name: 'Demo Shop' },
    ...changes,
  });
  const transactions = async () => (await sandbox.client.token(token.virtualCardId)).transactions;

  test('is kept with its token, once however often it is told', async () => {
    const notice = noticeOf(payment());
    for (let times = 0; times < 3; times++) {
      const answer = await send('notify', notice);
      assert.deepEqual([answer.status, answer.text], [204, '']);
    }
    assert.deepEqual(await transactions(), [
      {
        tsp: 'DOMESTIC',
        transactionId: `test-acquirer:${notice.reference}`,
        transactionType: 'PURCHASE',
        result: 'APPROVED',
        amount: { value: 1250, currency: 'EUR' },
        occurredAt: '2026-11-22T10:00:00.000Z',
        merchant: 'Demo Shop',
      },
    ]);
  });

  test('is not told otherwise under the same reference', async () => {
    const notice = noticeOf(payment());
    await send('notify', notice);
    assertRefused(await send('notify', { ...notice, result: 'DECLINED' }), 400, '112');
    assert.deepEqual(
      (await transactions()).map(({ result }) => result),
      ['APPROVED'],
    );
  });

  test('is shown newest first', async () => {
    await send('notify', noticeOf(payment()));
    const later = {
      transactionDateTime: '2026-11-22T11:00:00Z',
      result: 'REFUNDED',
      transactionType: 'REFUND',
    };
    await send('notify', noticeOf(payment(), later as Partial<Notify>));
    assert.deepEqual(
      (await transactions()).map(({ result }) => result),
      ['REFUNDED', 'APPROVED'],
    );
  });

  test('is refused for an unknown token, for a malformed notice, and without its code', async () => {
    const notice = noticeOf(payment());
    const unknown = { ...notice, tokenizedCard: { ...notice.tokenizedCard, pan: '9990900100000000' } };
    assertRefused(await send('notify', unknown), 400, '119');
    assertRefused(await send('notify', { ...notice, result: 'MAYBE' }), 400, '112');
    assertRefused(await send('notify', { reference: notice.reference }), 400, '111');
    assertRefused(await send('notify', notice, { mac: null }), 400, '112');
    assert.deepEqual(await transactions(), []);
  });
});

describe('what a device pays with', () => {
  const path = () => `/tokens/${token.virtualCardId}/personalisation`;
  const devicePublicKey = async () => {
    const { publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' });
    const { x, y } = await exportJWK(publicKey);
    return { kty: 'EC', crv: 'P-256', x, y };
  };

  test('is given only while the token is on its way to the device', async () => {
    const answer = await parties
      .requestor('wallet')
      .post(path(), { devicePublicKey: await devicePublicKey() });
    assert.deepEqual([answer.status, (answer.json as { errorCode: number }).errorCode], [409, 432]);
  });

  test('is not given to another requestor, nor under a key that is none', async () => {
    const waiting = await parties.enrol({ exp: '1230', provisioning: 'none' });
    const url = `/tokens/${waiting.virtualCardId}/personalisation`;
    const key = await devicePublicKey();
    const other = await parties.requestor('merchant').post(url, { devicePublicKey: key });
    assert.deepEqual([other.status, (other.json as { errorCode: number }).errorCode], [404, 119]);
    const wallet = parties.requestor('wallet');
    for (const wrong of [{}, { ...key, crv: 'P-384' }, { ...key, y: key.x }, { ...key, x: 'short' }]) {
      const answer = await wallet.post(url, { devicePublicKey: wrong });
      assert.equal(answer.status, 400, answer.text);
    }
    assert.equal((await wallet.post(url, { devicePublicKey: key })).status, 200);
  });
});

test('when no token is named, the newest pays that is in use', async () => {
  const enrol = async () => {
    const { enrolment } = await sandbox.client.enrol({ wallet: 'APPLE_PAY', exp: '1230' });
    return enrolment?.token?.virtualCardId ?? assert.fail();
  };
  const [older, lost, deleted] = [await enrol(), await enrol(), await enrol()];
  await sandbox.client.reportTokenEvent(lost, { event: 'DEVICE_LOST' });
  await sandbox.client.reportTokenEvent(deleted, { event: 'DELETED_IN_WALLET' });
  const { virtualCardId, responseCode } = await sandbox.client.pay({});
  assert.deepEqual([virtualCardId, responseCode], [older, '000']);
  assert.notEqual((await sandbox.client.pay({ virtualCardId: lost })).responseCode, '000');
});

test('no message of a payment is kept with its numbers', async () => {
  const requestId = randomUUID();
  await detokenize(payment(), { requestId });
  const exchanges = await sandbox.client.exchanges(requestId);
  assert.equal(exchanges.length, 1);
  const kept = JSON.stringify(exchanges);
  for (const secret of [device.personalisation.token, device.personalisation.key, token.pan])
    assert.ok(!kept.includes(secret));
  const log = await readFile(sandbox.description.hub.log, 'utf8');
  assert.ok(!log.includes(device.personalisation.token));
});
