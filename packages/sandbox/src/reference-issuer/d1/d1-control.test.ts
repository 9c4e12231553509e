import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { after, beforeEach, describe, it } from 'node:test';
import { getToken } from '@countermark/wire/d1/oauth2/get-token';
import { openJwe } from '@countermark/wire/envelope/jwe';
import { readP256PrivateKey } from '@countermark/wire/envelope/p256-keys';
import Fastify from 'fastify';
import { jwtVerify } from 'jose';
import { type CallAtHub, startHubStandIn } from '../hub-stand-in.fixture.ts';
import { bank, hub, now, startIssuerUnderTest } from '../issuer-under-test.fixture.ts';
import { bankSigning, d1Bank, d1Pan, hubEncryption, issuerId } from './d1-bank.fixture.ts';
import { D1Client } from './d1-client.ts';
import { d1Control } from './d1-control.ts';

const standIn = await startHubStandIn([hub.authority.certificatePem]);
const { issuer, close } = await startIssuerUnderTest([bank], { issuers: [d1Bank], hubEncryption });
let time = now;
const client = new D1Client({
  hubUrl: standIn.hubUrl,
  hubCaPem: hub.authority.certificatePem,
  hubEncryption,
  issuers: [d1Bank],
  now: async () => time,
});
const app = Fastify();
await app.register(d1Control, { issuer, client });

after(async () => {
  await app.close();
  await client.close();
  await close();
  await standIn.close();
});

/** What the hub says to all that is no request for a token. */
let answer = { status: 204, body: '' };
let tokens = 0;
const giveToken = () => {
  tokens += 1;
  return { access_token: `token-${tokens}`, expires_in: 900, scope: 'all', token_type: 'Bearer' };
};
const isTokenCall = ({ path }: CallAtHub) => path === getToken.path;
const callsOfApi = () => standIn.received.filter(call => !isTokenCall(call));

beforeEach(() => {
  // Whatever token there was has expired.
  time = new Date(time.getTime() + 3_600_000);
  standIn.received.length = 0;
  answer = { status: 204, body: '' };
  standIn.answer = call => (isTokenCall(call) ? { status: 200, body: JSON.stringify(giveToken()) } : answer);
});

const base = `/sim/issuers/${issuerId}/d1`;

async function control(method: 'GET' | 'POST', path: string, payload?: object) {
  const response = await app.inject({ method, url: path, ...(payload && { payload }) });
  return { status: response.statusCode, body: response.json() };
}

const v2 = (operation: string, call: object) =>
  control('POST', `${base}/calls/D1-Public-IN-v2-Card/${operation}`, call);

async function opened(encryptedData: string): Promise<unknown> {
  const key = readP256PrivateKey(hubEncryption.privateKeyPem);
  const envelope = await openJwe(encryptedData, kid =>
    kid === hubEncryption.keyIdentifier ? key : undefined,
  );
  assert.ok(envelope.opened);
  return JSON.parse(Buffer.from(envelope.plaintext).toString());
}

describe('a token', () => {
  it('is asked for with an assertion that the issuer signed, over its own client certificate', async () => {
    const { body } = await control('POST', `${base}/token`);
    assert.deepEqual([body.status, body.body.token_type], [200, 'Bearer']);
    const [call] = standIn.received;
    assert.equal(call?.client, `CN=TLSMA-ECDSA/${issuerId}/PPR`);
    assert.equal(call?.headers['content-type'], 'application/x-www-form-urlencoded');
    const form = new URLSearchParams(String(call?.body));
    assert.equal(form.get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer');
    const { payload, protectedHeader } = await jwtVerify(
      form.get('assertion') ?? '',
      createPublicKey(bankSigning.publicKeyPem),
      { currentDate: time },
    );
    assert.deepEqual(protectedHeader, { alg: 'ES256', typ: 'JWT', kid: 'signing-1' });
    assert.deepEqual(payload, { iss: issuerId, sub: issuerId, exp: time.getTime() / 1000 + 300 });
  });

  it('serves many calls until its last minute', async () => {
    const suspend = () => v2('suspendCard', { parameters: { cardId: 'card-1' }, body: {} });
    await suspend();
    await suspend();
    time = new Date(time.getTime() + 841_000);
    await suspend();
    const authorizations = callsOfApi().map(({ headers }) => headers.authorization);
    assert.equal(authorizations[0], authorizations[1]);
    assert.notEqual(authorizations[1], authorizations[2]);
    assert.equal(standIn.received.filter(isTokenCall).length, 2);
  });

  it('that is refused is the answer of the call', async () => {
    standIn.answer = { status: 400, body: '{"errorCode":"FIELD_INVALID_VALUE","error":"assertion"}' };
    const { status, body } = await v2('getCardDetails', { parameters: { cardId: 'card-1' } });
    assert.deepEqual([status, body.status, body.body.error], [200, 400, 'assertion']);
    assert.deepEqual(callsOfApi(), []);
  });
});

describe('a call', () => {
  it('goes to the hub as it is, and its answer comes back', async () => {
    answer = { status: 403, body: '{"errorCode":"INVALID_STATE"}' };
    const body = { reasonCode: 'CARD_LOST' };
    const call = { parameters: { cardId: 'card-1' }, body, correlationId: 'c-1', userId: 'clerk-7' };
    assert.deepEqual(await v2('suspendCard', call), {
      status: 200,
      body: { correlationId: 'c-1', status: 403, body: { errorCode: 'INVALID_STATE' } },
    });
    const [received] = callsOfApi();
    assert.equal(received?.method, 'POST');
    assert.equal(received?.path, `/banking/v2/issuers/${issuerId}/cards/card-1/operations:suspend`);
    assert.deepEqual(received?.body, body);
    assert.equal(received?.headers['x-correlation-id'], 'c-1');
    assert.equal(received?.headers['x-user-id'], 'clerk-7');
  });

  it('of an operation without a body has none; a query is sent', async () => {
    await v2('listCardOperations', { parameters: { cardId: 'card-1' }, query: { limit: '5' } });
    const [received] = callsOfApi();
    assert.deepEqual(
      [received?.method, received?.path, received?.body],
      ['GET', `/banking/v2/issuers/${issuerId}/cards/card-1/operations?limit=5`, null],
    );
    assert.match(String(received?.headers['x-correlation-id']), /^[0-9a-f-]{36}$/);
  });

  it('for an issuer, an API or a body that is none is refused', async () => {
    const paths = [
      '/sim/issuers/CMISSUER01/d1/token',
      `${base}/calls/D1-Public-IN-v2-Card/explodeCard`,
      `${base}/calls/D1-Public-OUT-v1-Card/verifyCard`,
    ];
    for (const path of paths) assert.equal((await control('POST', path, {})).status, 404);
    for (const wrong of [{ body: 'text' }, { parameters: { cardId: 7 } }, { more: 1 }])
      assert.equal((await v2('suspendCard', wrong)).status, 400);
    assert.deepEqual(standIn.received, []);
  });

  it('without an answer is told apart', async () => {
    standIn.answer = null;
    const { status, body } = await v2('getCardDetails', { parameters: { cardId: 'card-1' } });
    assert.equal(status, 502);
    assert.match(body.message, /^getToken: no answer from the hub/);
  });
});

describe('card data in the clear', () => {
  const register = (cardId: string, pan: string) =>
    v2('registerCard', {
      parameters: { cardId },
      body: { consumerId: 'kari', cardProductId: 'D1-VISA', encryptedData: { pan, exp: '1230' } },
    });
  const recordOf = (cardId: string) => issuer.d1?.book.find(issuerId, cardId);

  it('are sealed for the hub, at any depth; a text goes as it is', async () => {
    const cards = [
      { cardId: 'v1-1', cardProductId: 'D1-VISA', encryptedData: { pan: d1Pan(), exp: '1230' } },
      { cardId: 'v1-2', cardProductId: 'D1-VISA', encryptedData: 'as.it.is' },
    ];
    await control('POST', `${base}/calls/D1-Public-IN-v1-Consumer/registerConsumerWithCards`, {
      parameters: { consumerId: 'kari' },
      body: { cards },
    });
    const sent = callsOfApi()[0]?.body as { cards: { encryptedData: string }[] };
    assert.deepEqual(await opened(sent.cards[0]?.encryptedData ?? ''), { pan: d1Pan(), exp: '1230' });
    assert.equal(sent.cards[1]?.encryptedData, 'as.it.is');
    assert.equal(recordOf('v1-2')?.credentials, null);
  });

  it('go into the books once the hub agreed, sealed for the issuer', async () => {
    answer = { status: 403, body: '{}' };
    await register('card-2', d1Pan(2));
    assert.equal(recordOf('card-2'), undefined);
    answer = { status: 204, body: '' };
    await register('card-2', d1Pan(2));
    const record = recordOf('card-2');
    assert.deepEqual([record?.consumerId, record?.state], ['kari', 'ACTIVE']);
    assert.ok(!JSON.stringify(record).includes(d1Pan(2)));
    assert.equal(issuer.d1?.book.idOf(issuerId, record?.fingerprint ?? ''), 'card-2');
  });

  it('of a replaced card take the place of the old ones', async () => {
    await register('card-3', d1Pan(3));
    answer = { status: 200, body: '{"operationId":"o","status":"PENDING"}' };
    const body = { newCardId: 'card-4', encryptedData: { pan: d1Pan(4), exp: '1231' } };
    await v2('replaceCard', { parameters: { cardId: 'card-3' }, body });
    assert.equal(recordOf('card-3'), undefined);
    assert.deepEqual(
      [recordOf('card-4')?.consumerId, recordOf('card-4')?.cardProductId],
      ['kari', 'D1-VISA'],
    );
  });

  it('are forgotten with the card and with its consumer; a suspended card is known to be so', async () => {
    await register('card-5', d1Pan(5));
    await register('card-6', d1Pan(6));
    await v2('suspendCard', { parameters: { cardId: 'card-5' }, body: {} });
    assert.equal(recordOf('card-5')?.state, 'INACTIVE');
    await v2('resumeCard', { parameters: { cardId: 'card-5' }, body: {} });
    assert.equal(recordOf('card-5')?.state, 'ACTIVE');
    await v2('deleteCard', { parameters: { cardId: 'card-5' }, body: {} });
    assert.equal(recordOf('card-5'), undefined);
    await control('POST', `${base}/calls/D1-Public-IN-v2-Consumer/deleteConsumer`, {
      parameters: { consumerId: 'kari' },
    });
    assert.equal(recordOf('card-6'), undefined);
  });

  it('of a card that the hub makes are not known here', async () => {
    answer = { status: 201, body: '{"cardId":"made-1","operationId":"o","status":"SUCCESSFUL"}' };
    await v2('createCard', { body: { consumerId: 'kari', cardProductId: 'D1-CREATED', accounts: [] } });
    assert.deepEqual(recordOf('made-1'), {
      consumerId: 'kari',
      cardProductId: 'D1-CREATED',
      state: 'ACTIVE',
      fingerprint: null,
      credentials: null,
    });
  });
});

it('notices are shown, of one card where it is named', async () => {
  const notice = { operationId: 'o-1', operation: 'SUSPEND', status: 'SUCCESSFUL' };
  const received = { correlationId: null, receivedAt: now.toISOString(), notice };
  for (const subjectId of ['card-1', 'card-2'])
    issuer.d1?.notices.tell({
      issuerId,
      subject: 'CARD',
      subjectId,
      ...notice,
      operationId: subjectId,
      ...received,
    });
  assert.equal((await control('GET', `${base}/notices`)).body.notices.length, 2);
  const { body } = await control('GET', `${base}/notices?of=card-2`);
  assert.deepEqual(
    body.notices.map(({ operationId }: { operationId: string }) => operationId),
    ['card-2'],
  );
  assert.equal((await control('GET', `/sim/issuers/${bank.issuerId}/d1/notices`)).status, 404);
});
