import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { luhnCheckDigit } from '@countermark/wire/card/pan';
import { importOpeningKey, openEnvelope } from '@countermark/wire/envelope/cms';
import type { TokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import type { AuthorizationClaims } from '@countermark/wire/push-provisioning/authorization-code';
import { type PushPayload, payloadSubject } from '@countermark/wire/push-provisioning/push-payload';
import type { PushedCard, TokenPushError } from '@countermark/wire/push-provisioning/token-push-api';
import type { EnrolmentView } from '@countermark/wire/token-requestor/enrolment';
import { CompactEncrypt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose';
import type { RawAnswer, RawLine } from './support/raw-https.ts';
import { sealForHub } from './support/seal-for-hub.ts';
import { gatherParties, readIdentity, type TestParties, type TestToken } from './support/test-parties.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';
import { until } from './support/until.ts';

/** Push provisioning, as an issuer's application and a wallet of this test's own meet it. */

let sandbox: TestSandbox;
let parties: TestParties;
let application: RawLine;
let signingKeyPem: string;

before(async () => {
  sandbox = await startTestSandbox();
  parties = await gatherParties(sandbox);
  const { origin } = new URL(sandbox.description.hub.tokenRequestorUrl);
  application = parties.stranger(null, `${origin}/token-push/v1`);
  signingKeyPem = await readFile(join(sandbox.folder, 'issuers', 'CMISSUER01', 'signing.key'), 'utf8');
});
after(async () => {
  parties?.close();
  await sandbox?.close();
});

const seconds = () => Math.floor(Date.now() / 1000);

type Claims = AuthorizationClaims & Record<string, unknown>;

const claimsOf = (sub: string, changes: Partial<Claims> = {}): Claims => ({
  iss: 'CMISSUER01',
  sub,
  aud: 'APPLE_PAY',
  iat: seconds(),
  exp: seconds() + 300,
  jti: randomUUID(),
  ...changes,
});

const signed = (claims: Claims, header: Record<string, string> = {}) =>
  new SignJWT(claims)
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', ...header })
    .sign(createPrivateKey(signingKeyPem));

const cardData = (fpan: string, changes: object = {}) => ({
  issuerCardRefId: 'card-1',
  fpan,
  exp: '1238',
  cardHolderName: 'KARI NORDMANN',
  ...changes,
});

const sealed = (content: object) => sealForHub(sandbox.description, Buffer.from(JSON.stringify(content)));

function post(path: string, body: unknown, contentType = 'application/json'): Promise<RawAnswer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return application.call(path, { headers: { 'content-type': contentType }, body: text });
}

async function push(code: string, content: object): Promise<RawAnswer> {
  return post('/push', { authorizationCode: code, encryptedCardData: await sealed(content) });
}

async function pushed(fpan: string, changes: Partial<Claims> = {}): Promise<PushedCard> {
  const answer = await push(await signed(claimsOf('card-1', changes)), cardData(fpan));
  assert.equal(answer.status, 200, answer.text);
  return answer.json as PushedCard;
}

function assertRefused(answer: RawAnswer, status: number, errorCode: number): void {
  assert.deepEqual(
    [answer.status, (answer.json as TokenPushError).errorCode],
    [status, errorCode],
    answer.text,
  );
  assert.deepEqual(Object.keys(answer.json as object).sort(), ['errorCode', 'errorMessage']);
}

/** The wallet begins with a payload. */
function start(pushPayload: string, changes: object = {}): Promise<RawAnswer> {
  return parties.requestor('wallet').post('/enrolments', {
    tokenRequestorId: '40010030273',
    tokenType: 'EMBEDDED_SE',
    tokenStorageId: randomUUID(),
    walletUserInformation: { walletUserId: 'user-1' },
    deviceInformation: { tokenStorageType: 'PHONE' },
    pushPayload,
    ...changes,
  });
}

const sessions = async () => (await sandbox.client.tokens('?limit=500')).tokens.length;

describe('a pushed card', () => {
  test('comes into the wallet as captured by the bank, though the wallet never sees it', async () => {
    const { wallet, payload, validUntil } = await pushed(parties.newPan());
    assert.equal(wallet, 'APPLE_PAY');
    assert.ok(Math.abs(Date.parse(validUntil) - Date.now() - 300_000) < 60_000);
    const header = decodeProtectedHeader(payload);
    assert.deepEqual(
      [header.alg, header.enc, header['x-gto-issuerid']],
      ['RSA-OAEP-256', 'A256GCM', 'CMISSUER01'],
    );
    const cardCaptureInformation = { captureMethod: 'MANUAL' };
    const answer = await start(payload, { cardCaptureInformation });
    assert.equal(answer.status, 201, answer.text);
    const { enrolmentId } = answer.json as EnrolmentView;
    const [eligibility] = await parties.issuer('CMISSUER01').journal(enrolmentId);
    assert.equal(eligibility?.request['captureMethod'], 'BANK_APP');
  });

  test('is good for one enrolment', async () => {
    const { payload } = await pushed(parties.newPan());
    const answers = await Promise.all([start(payload), start(payload), start(payload)]);
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [201, 400, 400],
    );
    const refused = answers.filter(({ status }) => status === 400);
    for (const { json } of refused) assert.equal((json as TokenPushError).errorCode, 161);
  });

  test('does not go into another wallet than the code names', async () => {
    const { payload } = await pushed(parties.newPan(), { aud: 'GOOGLE_PAY' });
    const apple = await start(payload);
    assert.deepEqual([apple.status, (apple.json as TokenPushError).errorCode], [400, 161]);
    const google = await start(payload, { tokenRequestorId: '40010075001', tokenType: 'HCE' });
    assert.equal(google.status, 201, google.text);
  });

  test('leaves nothing of itself in log and exchanges', async () => {
    const fpan = parties.newPan();
    await pushed(fpan);
    const log = await readFile(sandbox.description.hub.log, 'utf8');
    assert.ok(!log.includes(fpan));
  });
});

describe('a push is refused', () => {
  const refusals: Record<string, (fpan: string) => Promise<RawAnswer>> = {
    'with a code that is none': fpan => push('a.b.c', cardData(fpan)),
    'with a code of an unknown issuer': async fpan =>
      push(await signed(claimsOf('card-1', { iss: 'NOBODY0001' })), cardData(fpan)),
    'with a code without an audience': async fpan => {
      const { aud: _, ...claims } = claimsOf('card-1');
      return push(await signed(claims as Claims), cardData(fpan));
    },
    'with times that are none': async fpan =>
      push(await signed(claimsOf('card-1', { iat: 'now' as never })), cardData(fpan)),
    'with an unsigned code': fpan => push(new UnsecuredJWT(claimsOf('card-1')).encode(), cardData(fpan)),
    'with a code signed with the public key as if it were a secret': async fpan => {
      const pem = createPublicKey(signingKeyPem).export({ type: 'spki', format: 'pem' });
      const code = await new SignJWT(claimsOf('card-1'))
        .setProtectedHeader({ typ: 'JWT', alg: 'HS256' })
        .sign(Buffer.from(pem));
      return push(code, cardData(fpan));
    },
    'with a key that the issuer has not': async fpan =>
      push(await signed(claimsOf('card-1'), { kid: 'other' }), cardData(fpan)),
    'with a code that was changed': async fpan => {
      const [header, , signature] = (await signed(claimsOf('card-1'))).split('.');
      const claims = Buffer.from(JSON.stringify(claimsOf('card-1'))).toString('base64url');
      return push([header, claims, signature].join('.'), cardData(fpan));
    },
    'with a code for another card': async fpan => push(await signed(claimsOf('card-2')), cardData(fpan)),
  };
  for (const [name, call] of Object.entries(refusals)) {
    test(name, async () => assertRefused(await call(parties.newPan()), 403, 161));
  }

  test('when it is repeated, with and without a name of its own', async () => {
    const { jti: _, ...unnamed } = claimsOf('card-1');
    for (const claims of [claimsOf('card-1'), unnamed as Claims]) {
      const fpan = parties.newPan();
      const code = await signed(claims);
      assert.equal((await push(code, cardData(fpan))).status, 200);
      assertRefused(await push(code, cardData(fpan)), 403, 161);
    }
  });

  test('and its code stays good, when something else was wrong', async () => {
    const fpan = parties.newPan();
    const code = await signed(claimsOf('card-1'));
    assertRefused(await push(code, cardData(fpan, { issuerCardRefId: 'card-2' })), 403, 161);
    assertRefused(await push(code, cardData('9990100100000001')), 400, 166);
    assertRefused(await push(code, cardData(parties.newPan('DEMO-PLAIN'))), 400, 163);
    assertRefused(await push(code, { fpan }), 400, 112);
    assertRefused(await post('/push', { authorizationCode: code, encryptedCardData: 'MIIB' }), 400, 112);
    assert.equal((await push(code, cardData(fpan))).status, 200);
  });

  test('when it is no call of the API', async () => {
    assertRefused(await post('/push', 'no JSON'), 400, 112);
    assertRefused(await post('/push', {}), 400, 111);
    assertRefused(
      await post('/push', { authorizationCode: 'x'.repeat(5000), encryptedCardData: 'x' }),
      400,
      112,
    );
    assertRefused(await post('/push', '{}', 'text/plain'), 415, 112);
    assertRefused(await post('/push', 'x'.repeat(40_000)), 413, 112);
    assertRefused(await application.call('/push', { method: 'GET' }), 405, 112);
    assertRefused(await post('/pull', {}), 404, 112);
  });
});

describe("a payload of the application's own", () => {
  interface Made {
    payload?: Partial<PushPayload>;
    header?: Record<string, string>;
    proof?: string;
  }

  async function own(fpan: string, { payload: changes, header, proof }: Made = {}): Promise<string> {
    const nonce = randomBytes(16).toString('hex');
    const payload = {
      fpan,
      exp: '1238',
      nonce,
      iat: seconds(),
      validUntil: seconds() + 300,
      authenticationValue: proof ?? (await signed(claimsOf(payloadSubject({ fpan, nonce })))),
      ...changes,
    };
    const certificate = await readFile(sandbox.description.hub.envelope.certificate, 'utf8');
    return new CompactEncrypt(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', 'x-gto-issuerid': 'CMISSUER01', ...header })
      .encrypt(new X509Certificate(certificate).publicKey);
  }

  test('is taken with the signature of its issuer, and the product named or not', async () => {
    assert.equal((await start(await own(parties.newPan()))).status, 201);
    const named = await own(parties.newPan(), { header: { 'x-gto-productid': 'DEMO-DEBIT' } });
    assert.equal((await start(named)).status, 201);
  });

  const refusals: Record<string, (fpan: string) => Promise<string> | string> = {
    'is no JWE': () => 'a.b.c.d.e',
    'names another issuer': fpan => own(fpan, { header: { 'x-gto-issuerid': 'CMISSUER02' } }),
    'names an unknown issuer': fpan => own(fpan, { header: { 'x-gto-issuerid': 'NOBODY0001' } }),
    'names no issuer': fpan => own(fpan, { header: { 'x-gto-issuerid': '' } }),
    'names another product': fpan => own(fpan, { header: { 'x-gto-productid': 'DEMO-LIMITED' } }),
    'names a key that the hub has not': fpan => own(fpan, { header: { kid: 'other' } }),
    'is sealed with RSA-OAEP': fpan => own(fpan, { header: { alg: 'RSA-OAEP' } }),
    'is encrypted with A128GCM': fpan => own(fpan, { header: { enc: 'A128GCM' } }),
    'is expired': fpan => own(fpan, { payload: { iat: seconds() - 600, validUntil: seconds() - 300 } }),
    'is good for too long': fpan => own(fpan, { payload: { validUntil: seconds() + 3600 } }),
    'holds no card number': () => own('9990100100000001'),
    'has no nonce': fpan => own(fpan, { payload: { nonce: '' } }),
    'is vouched for by nobody': fpan => own(fpan, { proof: 'trust me' }),
    'claims that the hub made it': fpan => own(fpan, { proof: `hub.${'0'.repeat(64)}` }),
  };
  for (const [name, make] of Object.entries(refusals)) {
    test(`is refused when it ${name}`, async () => {
      const before = await sessions();
      const answer = await start(await make(parties.newPan()));
      assert.deepEqual([answer.status, (answer.json as TokenPushError).errorCode], [400, 161], answer.text);
      assert.equal(await sessions(), before);
    });
  }

  test('is refused with the signature of another payload, or one for another wallet', async () => {
    const fpan = parties.newPan();
    const proof = await signed(claimsOf(payloadSubject({ fpan, nonce: 'another-nonce-0000' })));
    assert.equal((await start(await own(fpan, { proof }))).status, 400);
    const nonce = 'n'.repeat(20);
    const google = await signed(claimsOf(payloadSubject({ fpan, nonce }), { aud: 'GOOGLE_PAY' }));
    assert.equal((await start(await own(fpan, { proof: google, payload: { nonce } }))).status, 400);
  });

  test('does not go together with card data of the wallet', async () => {
    const both = { cipheredCardInfo: await sealed({ fpan: parties.newPan() }) };
    const answer = await start(await own(parties.newPan()), both);
    assert.deepEqual([answer.status, (answer.json as TokenPushError).errorCode], [400, 112]);
  });
});

describe('the cardholder in the application', () => {
  const control = async (virtualCardId: string, action: string, changes: Partial<Claims> = {}) =>
    post('/control', { authorizationCode: await signed(claimsOf(virtualCardId, changes)), action });
  const stateOf = async (virtualCardId: string) => (await sandbox.client.token(virtualCardId)).token;

  test('suspends, resumes and deletes a token, and the issuer is told', async () => {
    const token = await parties.enrol({ exp: '1230' });
    const { virtualCardId } = token;
    const steps = [
      ['SUSPEND', 'SUSPENDED'],
      ['RESUME', 'RESUMED'],
      ['DELETE', 'DELETED'],
    ] as const;
    const toldOf = () => parties.issuer('CMISSUER01').toldOf(token);
    await until('the activation told', async () => (await toldOf()).length === 1);
    for (const [index, [action, state]] of steps.entries()) {
      const answer = await control(virtualCardId, action);
      assert.equal(answer.status, 200, answer.text);
      await until(`the token ${state}`, async () => (await stateOf(virtualCardId)).state === state);
      await until(`${action} told`, async () => (await toldOf()).length === index + 2);
    }
    const told = await toldOf();
    assert.deepEqual(
      told.map(({ request }) => `${request.action} ${request.source}`),
      ['ACTIVATE TSP', 'SUSPEND WALLET', 'RESUME WALLET', 'DELETE WALLET'],
    );
  });

  test('is the one who holds it suspended, and the call stands under the token', async () => {
    const { virtualCardId } = await parties.enrol({ exp: '1230' });
    await control(virtualCardId, 'SUSPEND');
    await until('the suspension', async () => (await stateOf(virtualCardId)).state === 'SUSPENDED');
    const { token, exchanges } = await sandbox.client.token(virtualCardId);
    assert.deepEqual(token.suspendedBy, ['CARDHOLDER']);
    const calls = exchanges.filter(({ operation }) => operation === 'controlToken');
    assert.deepEqual(
      calls.map(({ peer }) => peer),
      ['application:CMISSUER01'],
    );
    assert.doesNotMatch(JSON.stringify(calls), /eyJ/);
  });

  test('activates a token that waits for verification, and only such a one', async () => {
    const { virtualCardId } = await parties.enrol({ exp: '1231', idvChoice: 'none' });
    assert.equal((await control(virtualCardId, 'ACTIVATE')).status, 200);
    await until('the activation', async () => (await stateOf(virtualCardId)).state === 'RESUMED');
    assertRefused(await control(virtualCardId, 'ACTIVATE'), 409, 432);
  });

  test('cannot do what the state does not allow, and the code stays good', async () => {
    const { virtualCardId } = await parties.enrol({ exp: '1230' });
    const code = await signed(claimsOf(virtualCardId));
    assertRefused(await post('/control', { authorizationCode: code, action: 'RESUME' }), 409, 432);
    assert.equal((await post('/control', { authorizationCode: code, action: 'SUSPEND' })).status, 200);
    assertRefused(await post('/control', { authorizationCode: code, action: 'DELETE' }), 403, 161);
  });

  test('has no other token than the code names, in no other wallet, of no other issuer', async () => {
    const { virtualCardId } = await parties.enrol({ exp: '1230' });
    assertRefused(await control('unknown', 'SUSPEND'), 404, 119);
    assertRefused(await control(virtualCardId, 'SUSPEND', { aud: 'GOOGLE_PAY' }), 403, 161);
    const plain = await parties.enrol({ exp: '1230' }, 'DEMO-PLAIN');
    assertRefused(await control(plain.virtualCardId, 'SUSPEND'), 404, 119);
    assertRefused(await control(virtualCardId, 'EXPLODE'), 400, 112);
    assert.equal((await stateOf(virtualCardId)).state, 'RESUMED');
  });
});

describe('token for token', () => {
  const asked = (changes: object) => ({
    tokenRequestorId: '40010075839',
    tokenType: 'CARD_ON_FILE',
    merchantId: 'netflix',
    walletUserInformation: { walletUserId: 'user-1' },
    cardCaptureInformation: { captureMethod: 'TOKEN' },
    originalTokenRequestorId: '40010030273',
    ...changes,
  });

  test('is refused without its requestor, and for what is no active token of that requestor', async () => {
    const body = '999090010000000';
    const cipheredCardInfo = await sealed({ fpan: body + luhnCheckDigit(body) });
    const merchant = parties.requestor('merchant');
    const without = await merchant.post(
      '/enrolments',
      asked({ cipheredCardInfo, originalTokenRequestorId: null }),
    );
    assert.deepEqual([without.status, (without.json as TokenPushError).errorCode], [400, 111]);
    const unknown = await merchant.post('/enrolments', asked({ cipheredCardInfo }));
    assert.deepEqual([unknown.status, (unknown.json as TokenPushError).errorCode], [404, 119]);
  });

  test('is for the token of the requestor that is named, with its own expiry date, while it is active', async () => {
    const original = await parties.enrol({ exp: '1230' });
    const held = await tokenOf(original);
    const ask = async (card: object, changes: object = {}) =>
      parties
        .requestor('merchant')
        .post('/enrolments', asked({ cipheredCardInfo: await sealed(card), ...changes }));
    const wrong = [
      await ask({ fpan: held.token }, { originalTokenRequestorId: '40010075001' }),
      await ask({ fpan: held.token, exp: '0130' }),
    ];
    for (const answer of wrong) assert.equal((answer.json as TokenPushError).errorCode, 119, answer.text);
    const right = await ask({ fpan: held.token, exp: held.tokenExpiryDate });
    assert.equal(right.status, 201, right.text);
    const { enrolmentId } = right.json as EnrolmentView;
    const [eligibility] = await parties.issuer('CMISSUER01').journal(enrolmentId);
    const { captureMethod, tokenRequestor } = eligibility?.request ?? {};
    assert.equal(captureMethod, 'TOKEN');
    assert.deepEqual(tokenRequestor, {
      id: '40010075839',
      merchantId: 'netflix',
      originalTokenRequestorId: '40010030273',
    });
    await sandbox.client.reportTspEvent(original.virtualCardId, { event: 'SUSPEND' });
    assert.equal(((await ask({ fpan: held.token })).json as TokenPushError).errorCode, 119);
  });
});

/** Number and expiry date of a token, as its issuer may ask for them. */
async function tokenOf({ issuerCardRefId, virtualCardId }: TestToken): Promise<TokenInfo> {
  const answer = await parties.issuer('CMISSUER01').call('getTokenInfo', { issuerCardRefId, virtualCardId });
  const { tokenInfo } = answer.json as { tokenInfo: string };
  const { envelope } = sandbox.description.issuers['CMISSUER01'] ?? assert.fail();
  const key = importOpeningKey({ ...envelope, ...(await readIdentity(envelope)) });
  const opened = await openEnvelope(tokenInfo, { keys: [key], pkcs1v15: 'refused' });
  assert.ok(opened.opened);
  return JSON.parse(Buffer.from(opened.plaintext).toString()) as TokenInfo;
}
