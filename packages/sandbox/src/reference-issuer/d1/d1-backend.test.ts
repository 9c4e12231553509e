import assert from 'node:assert/strict';
import { after, afterEach, describe, it } from 'node:test';
import { type D1Operation, qualifiedName } from '@countermark/wire/d1/operation';
import { activatePhysicalCard } from '@countermark/wire/d1/outbound/activate-physical-card';
import { deliverOtp } from '@countermark/wire/d1/outbound/deliver-otp';
import { getCardCredentials } from '@countermark/wire/d1/outbound/get-card-credentials';
import { getConsumerInformation } from '@countermark/wire/d1/outbound/get-consumer-information';
import { getToken } from '@countermark/wire/d1/outbound/get-token';
import { notifyCardOperationV1 } from '@countermark/wire/d1/outbound/notify-card-operation-v1';
import { notifyCardOperations } from '@countermark/wire/d1/outbound/notify-card-operations';
import { notifyConsumerOperations } from '@countermark/wire/d1/outbound/notify-consumer-operations';
import { notifyDigitalCardOperation } from '@countermark/wire/d1/outbound/notify-digital-card-operation';
import { verifyCard } from '@countermark/wire/d1/outbound/verify-card';
import { openJwe } from '@countermark/wire/envelope/jwe';
import { readP256PrivateKey } from '@countermark/wire/envelope/p256-keys';
import type { FaultyOperation } from '../faults.ts';
import {
  agentTowardsIssuer,
  bank,
  bankPan,
  hub,
  send,
  startIssuerUnderTest,
} from '../issuer-under-test.fixture.ts';
import {
  credentials,
  type D1Answer,
  d1Bank,
  d1Pan,
  hubEncryption,
  issuerId,
  openBank,
  sealForBank,
  sendD1,
} from './d1-bank.fixture.ts';

const { issuer, close } = await startIssuerUnderTest([bank], { issuers: [d1Bank, openBank], hubEncryption });
const agent = agentTowardsIssuer(hub.client);
const door = { base: issuer.d1Base, agent };
const { d1 } = issuer;
assert.ok(d1);

after(async () => {
  await agent.destroy();
  await close();
});
afterEach(() => issuer.faults.clear(issuerId));

const basic = ({ clientId, clientSecret }: typeof credentials, alphabet: 'base64' | 'base64url' = 'base64') =>
  `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString(alphabet)}`;

async function askToken(authorization: string, form = 'grant_type=client_credentials'): Promise<D1Answer> {
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
  return sendD1(door, getToken, { body: form, headers });
}

async function bearer(): Promise<string> {
  const { body } = await askToken(basic(credentials));
  return `Bearer ${(body as { access_token: string }).access_token}`;
}

const authorization = await bearer();

function call(operation: D1Operation, sent: Parameters<typeof sendD1>[2]): Promise<D1Answer> {
  return sendD1(door, operation, { ...sent, headers: { authorization, ...sent.headers } });
}

describe('an access token', () => {
  it('is given for client id and secret, in either alphabet, with its lifetime as a text', async () => {
    for (const alphabet of ['base64', 'base64url'] as const) {
      const { status, body } = await askToken(
        basic(credentials, alphabet),
        'grant_type=client_credentials&scope=a%20b',
      );
      const { access_token, expires_at, ...others } = body as Record<string, string>;
      assert.equal(status, 200);
      assert.match(access_token ?? '', /^[\w-]{43}$/);
      assert.equal(expires_at, '2026-11-22T10:15:00.000Z');
      assert.deepEqual(others, { token_type: 'Bearer', expires_in: '900', scope: 'a b' });
    }
  });

  it('is refused for credentials that are not right, and for any other grant', async () => {
    const answers = [
      await askToken(basic({ ...credentials, clientSecret: 'open: barley' })),
      await askToken(basic({ ...credentials, clientId: 'nobody' })),
      await askToken('Basic !'),
      await askToken(basic(credentials), 'grant_type=password'),
      await askToken(basic(credentials), ''),
    ];
    assert.deepEqual(
      answers.map(({ status, body }) => [status, (body as { error: string }).error]),
      [
        [400, 'invalid_client'],
        [400, 'invalid_client'],
        [400, 'invalid_client'],
        [400, 'invalid_request'],
        [400, 'invalid_request'],
      ],
    );
  });

  it('opens the door of its issuer only; an issuer without tokens needs none', async () => {
    const parameters = { consumerId: 'kari' };
    const statuses = [];
    for (const headers of [{}, { authorization: 'Bearer nonsense' }, { authorization: basic(credentials) }])
      statuses.push((await sendD1(door, getConsumerInformation, { parameters, headers })).status);
    assert.deepEqual(statuses, [401, 401, 401]);
    const other = { parameters: { ...parameters, issuerId: openBank.issuerId } };
    assert.equal((await sendD1(door, getConsumerInformation, other)).status, 200);
  });
});

describe('consumer information', () => {
  it('is told of anybody but those who are not known or closed', async () => {
    const ask = (consumerId: string) => call(getConsumerInformation, { parameters: { consumerId } });
    const { status, body } = await ask('kari-1');
    assert.equal(status, 200);
    assert.equal((body as { email: string }).email, 'kari-1@example.com');
    assert.ok(!('email' in ((await ask('kari-nomail')).body as object)));
    assert.deepEqual(await ask('kari-unknown'), { status: 404, body: { error: 'consumerId' } });
    assert.deepEqual(await ask('kari-closed'), { status: 403, body: { error: 'consumerId' } });
  });
});

describe('a one-time password', () => {
  const otp = { otp: '042917', channel: 'SMS', panLast4: '0007', reason: 'CARD-DIGITIZATION' };

  it('comes into the inbox of its enrolment, and only its digits are counted in the journal', async () => {
    const headers = { 'x-correlation-id': 'enrolment-1' };
    const answer = await call(deliverOtp, { parameters: { consumerId: 'kari' }, body: otp, headers });
    assert.deepEqual(answer, { status: 204, body: null });
    assert.deepEqual(issuer.inbox.ofCorrelation('enrolment-1'), [
      {
        issuerId,
        correlationId: 'enrolment-1',
        consumerId: 'kari',
        panLast4: '0007',
        type: 'cell_phone',
        otpValue: '042917',
        deliveredAt: '2026-11-22T10:00:00.000Z',
        expirationDate: null,
      },
    ]);
    const [written] = issuer.journal.ofCorrelation(issuerId, 'enrolment-1');
    assert.equal(written?.operation, 'D1-Public-OUT-v1-Consumer/deliverOtp');
    assert.ok(!JSON.stringify(written).includes('042917'));
  });

  it('by a channel nobody has, or for nobody, comes nowhere', async () => {
    const headers = { 'x-correlation-id': 'enrolment-2' };
    const wrong = [
      { parameters: { consumerId: 'kari' }, body: { ...otp, channel: 'PIGEON' }, headers },
      { parameters: { consumerId: 'kari' }, body: '{"otp":', headers },
      { parameters: { consumerId: 'kari-unknown' }, body: otp, headers },
    ];
    const statuses = [];
    for (const sent of wrong) statuses.push((await call(deliverOtp, sent)).status);
    assert.deepEqual(statuses, [400, 400, 404]);
    assert.deepEqual(issuer.inbox.ofCorrelation('enrolment-2'), []);
  });
});

describe('notices', () => {
  const told = (subjectId: string) =>
    d1.notices.of(issuerId, subjectId).map(({ operation, status, times }) => [operation, status, times]);

  it('of cards are kept in order, and one that comes again is the same', async () => {
    const item = { operationId: 'o-1', startTime: '2026-11-22T09:59:59.000Z', cardId: 'card-1' };
    const pending = { ...item, operation: 'RENEW', status: 'PENDING' };
    const successful = { ...item, operation: 'RENEW', status: 'SUCCESSFUL' };
    const digitize = { ...successful, operationId: 'o-2', operation: 'DIGITIZE', digitalCardIds: ['dc-1'] };
    for (const body of [[pending], [pending, successful], [digitize]])
      assert.deepEqual(await call(notifyCardOperations, { body }), { status: 204, body: null });
    assert.deepEqual(told('card-1'), [
      ['RENEW', 'PENDING', 2],
      ['RENEW', 'SUCCESSFUL', 1],
      ['DIGITIZE', 'SUCCESSFUL', 1],
    ]);
    assert.deepEqual(d1.notices.of(issuerId, 'card-1').at(-1)?.notice, digitize);
    assert.deepEqual(d1.notices.of(openBank.issuerId, 'card-1'), []);
  });

  it('of the first version, of consumers and of digital cards are kept too', async () => {
    const notice = { operationId: 'o-3', status: 'SUCCESSFUL' };
    await call(notifyCardOperationV1, {
      parameters: { cardId: 'card-2' },
      body: { ...notice, operation: 'DIGITIZE', digitalCardIds: ['dc-2'] },
    });
    const item = { ...notice, startTime: '2026-11-22T09:59:59.000Z' };
    await call(notifyConsumerOperations, {
      body: [{ ...item, operationId: 'o-4', operation: 'REGISTER', consumerId: 'kari' }],
    });
    await call(notifyDigitalCardOperation, {
      parameters: { digitalCardId: 'dc-2' },
      body: { ...notice, operationId: 'o-5', operation: 'SUSPEND' },
    });
    for (const [subject, operation] of [
      ['card-2', 'DIGITIZE'],
      ['kari', 'REGISTER'],
      ['dc-2', 'SUSPEND'],
    ])
      assert.deepEqual(told(subject ?? ''), [[operation, 'SUCCESSFUL', 1]]);
  });

  it('that are not what the API says are refused whole', async () => {
    const good = {
      operationId: 'o-6',
      startTime: '2026-11-22T09:59:59.000Z',
      cardId: 'card-3',
      operation: 'SUSPEND',
      status: 'SUCCESSFUL',
    };
    for (const body of [good, [], [good, { ...good, operationId: 'o-7', status: 'MAYBE' }]])
      assert.equal((await call(notifyCardOperations, { body })).status, 400);
    assert.deepEqual(told('card-3'), []);
  });
});

/** A card of the issuer's own records. */
async function enterInBook(cardId: string, pan: string): Promise<void> {
  const card = { issuerId, pan, productId: 'D1-VISA', expiryYear: '30' };
  const fingerprint = await issuer.references.referenceOf(card);
  const kept = { consumerId: 'kari', cardProductId: 'D1-VISA', fingerprint, credentials: null };
  await d1?.book.put(issuerId, cardId, { ...kept, state: 'ACTIVE' });
}

describe('verify card', () => {
  const ask = async (exp: string, more: { cvv?: string; cardId?: string; pan?: string } = {}) => {
    const { cvv, cardId, pan = d1Pan() } = more;
    const encryptedData = await sealForBank({ pan, exp, ...(cvv !== undefined && { cvv }) });
    return call(verifyCard, {
      body: { encryptedData, cardBin: pan.slice(0, 6), ...(cardId !== undefined && { cardId }) },
    });
  };
  const resultsOf = ({ body }: D1Answer) =>
    (body as { verificationResults: { card: object } }).verificationResults;
  const raised = (answer: D1Answer) =>
    Object.entries(resultsOf(answer).card).flatMap(([flag, isRaised]) => (isRaised ? [flag] : []));

  it('names card and consumer, always by the same ids', async () => {
    const first = await ask('1230');
    assert.deepEqual(raised(first), []);
    const { cardId, consumerId } = first.body as Record<string, string>;
    assert.match(cardId ?? '', /^[a-p]{32}$/);
    assert.equal(consumerId, `holder-${cardId}`);
    assert.deepEqual(await ask('1230'), first);
    assert.ok(!('securityCode' in resultsOf(first)));
  });

  it('goes by the ids a card was registered with, or by the one it is asked for', async () => {
    await enterInBook('own', d1Pan(2));
    const { cardId, consumerId } = (await ask('1230', { pan: d1Pan(2) })).body as Record<string, string>;
    assert.deepEqual([cardId, consumerId], ['own', 'kari']);
    const strange = (await ask('1230', { pan: d1Pan(3), cardId: 'by-others' })).body as object;
    assert.deepEqual(Object.keys(strange), ['cardId', 'verificationResults']);
  });

  it('raises a flag for each card that is made for it', async () => {
    const flags = [];
    for (const year of ['39', '40', '41', '42', '44', '25']) flags.push(raised(await ask(`01${year}`)));
    assert.deepEqual(flags, [
      ['fraudSuspect'],
      ['expired'],
      ['lostOrStolen'],
      ['lostOrStolen'],
      ['invalid'],
      ['expired'],
    ]);
    assert.ok(!('consumerId' in ((await ask('0144')).body as object)));
  });

  it('checks the security code where there is one', async () => {
    const valid = async (cvv: string) =>
      (resultsOf(await ask('1230', { cvv })) as unknown as { securityCode: { valid: boolean } }).securityCode
        .valid;
    assert.deepEqual([await valid('123'), await valid('999')], [true, false]);
  });

  it('refuses what does not open, contradicts itself, or is no card of the issuer', async () => {
    const sealed = await sealForBank({ pan: d1Pan(), exp: '1230' });
    const booked = await sealForBank({ pan: d1Pan(1), exp: '1230' });
    await enterInBook('booked', d1Pan(1));
    const bodies = [
      { encryptedData: 'a.b.c.d.e', cardBin: '999010' },
      { encryptedData: await sealForBank({ pan: d1Pan() }), cardBin: '999010' },
      { encryptedData: sealed, cardBin: '411111' },
      { encryptedData: booked, cardBin: '999010', cardId: 'another' },
      { encryptedData: await sealForBank({ pan: bankPan(), exp: '1230' }), cardBin: '999010' },
    ];
    const answers = [];
    for (const body of bodies) answers.push(await call(verifyCard, { body }));
    assert.deepEqual(
      answers.map(({ status, body }) => [status, (body as { error: string }).error]),
      [
        [400, 'encryptedData'],
        [400, 'encryptedData'],
        [400, 'cardBin'],
        [404, 'cardId'],
        [404, 'cardId'],
      ],
    );
    assert.ok(!JSON.stringify(answers).includes(d1Pan()));
  });
});

describe('a card of record', () => {
  const parameters = { cardId: 'card-9' };

  it('is shown to the hub sealed, while it is active', async () => {
    assert.equal((await call(getCardCredentials, { parameters })).status, 404);
    const credentials = await sealForBank({ pan: d1Pan(9), exp: '1230' });
    const card = { consumerId: 'kari', cardProductId: 'D1-VISA', fingerprint: null, credentials };
    await d1.book.put(issuerId, 'card-9', { ...card, state: 'INACTIVE' });
    assert.equal((await call(getCardCredentials, { parameters })).status, 403);

    for (let time = 0; time < 2; time++)
      assert.equal((await call(activatePhysicalCard, { parameters })).status, 204);
    const { status, body } = await call(getCardCredentials, { parameters });
    assert.equal(status, 200);
    const key = readP256PrivateKey(hubEncryption.privateKeyPem);
    const opened = await openJwe((body as { encryptedData: string }).encryptedData, () => key);
    assert.ok(opened.opened);
    assert.equal(opened.keyIdentifier, 'hub-1');
    assert.deepEqual(JSON.parse(Buffer.from(opened.plaintext).toString()), {
      pan: d1Pan(9),
      exp: '1230',
      name: 'KARI NORDMANN',
      cvv: '123',
    });
    assert.equal((await call(activatePhysicalCard, { parameters: { cardId: 'card-8' } })).status, 404);
  });
});

describe('a fault', () => {
  const inject = (operation: D1Operation, fault: Parameters<typeof issuer.faults.inject>[1]['fault']) =>
    issuer.faults.inject(issuerId, {
      operation: qualifiedName(operation) as FaultyOperation,
      fault,
      times: 1,
    });
  const ask = () => call(getConsumerInformation, { parameters: { consumerId: 'kari' } });

  it('befalls one call: a status, an answer that lacks all, one that never comes', async () => {
    inject(getConsumerInformation, { status: 401 });
    assert.deepEqual([await ask(), (await ask()).status], [{ status: 401, body: null }, 200]);
    inject(getConsumerInformation, 'missing-field');
    assert.deepEqual(await ask(), { status: 200, body: {} });
    inject(getConsumerInformation, 'reset');
    await assert.rejects(ask(), { code: 'ECONNRESET' });
  });

  it('may befall the authorization server alone', async () => {
    inject(getToken, { status: 503 });
    assert.equal((await askToken(basic(credentials))).status, 503);
    assert.equal((await ask()).status, 200);
  });
});

it('an issuer or a path that is not served is not found; the Issuer Gateway is served beside', async () => {
  const parameters = { consumerId: 'kari', issuerId: 'D1ISSUER99' };
  assert.equal((await call(getConsumerInformation, { parameters })).status, 404);
  assert.deepEqual(
    [issuer.serves(issuerId), issuer.serves(bank.issuerId), issuer.serves('D1ISSUER99')],
    [true, true, false],
  );
  const answer = await send(`${issuer.outboundBase}/checkCardEligibility`, { agent, body: {} });
  assert.equal(answer.status, 400);
});
