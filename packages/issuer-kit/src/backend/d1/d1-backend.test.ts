import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CardOperationRecord } from '@countermark/wire/d1/data/operation-record';
import { openJwe } from '@countermark/wire/envelope/jwe';
import { readP256PrivateKey } from '@countermark/wire/envelope/p256-keys';
import { askAccessToken, callAsD1 } from '../../testing/call-as-d1.ts';
import { inProcess } from '../../testing/transport.ts';
import {
  bankUnderTest,
  credentials,
  d1Options,
  hubJweKey,
  issuerId,
  p256Pair,
  testPan,
} from '../bank-backend.fixture.ts';
import { issuerBackend } from '../issuer-backend.ts';
import { severalIssuers } from '../several-issuers.ts';
import type { D1Options } from './handlers.ts';
import { D1CallRefusal } from './refusal.ts';

const bankWith = (d1: Partial<D1Options>, now?: () => Date) =>
  bankUnderTest({ d1: d1Options(d1), ...(now && { now }) });

const kari = {
  language: 'en-NO',
  firstName: 'Kari',
  lastName: 'Nordmann',
} as const;

describe('card data', () => {
  const verify = (d1: Partial<D1Options>, cardBin = testPan.slice(0, 6)) => {
    const bank = bankWith(d1);
    const call = { request: { cardBin }, card: { pan: testPan, exp: '1230' } };
    return callAsD1(bank.hub, 'verifyCard', call).then(answer => ({ ...answer, bank }));
  };

  it('come in the clear, and begin as the message says', async () => {
    const seen: unknown[] = [];
    const verifyCard: D1Options['verifyCard'] = ({ card, request }) => {
      seen.push(card, request);
      return { cardId: 'card-1', verificationResults: { card: { invalid: false } } };
    };
    const { message } = await verify({ verifyCard });
    assert.deepEqual(message, { cardId: 'card-1', verificationResults: { card: { invalid: false } } });
    assert.deepEqual(seen, [{ pan: testPan, exp: '1230' }, { cardBin: '999010' }]);
    assert.deepEqual((await verify({ verifyCard }, '411111')).body, { error: 'cardBin' });
  });

  it('that do not open are refused, and the issuer alone learns why', async () => {
    const bank = bankWith({ verifyCard: () => assert.fail('It cannot have been opened') });
    const { d1 } = bank.hub;
    assert.ok(d1);
    const encryption = { keyIdentifier: 'cards-1', publicKey: p256Pair().publicKey };
    const call = { request: { cardBin: '999010' }, card: { pan: testPan, exp: '1230' } };
    const { status, body } = await callAsD1({ ...bank.hub, d1: { ...d1, encryption } }, 'verifyCard', call);
    assert.deepEqual([status, body], [400, { error: 'encryptedData' }]);
    assert.match(bank.unopened[0]?.diagnosis ?? '', /does not decrypt/);
  });

  it('leave sealed for the hub', async () => {
    const full = { pan: testPan, exp: '1230', cvv: '123' };
    const bank = bankWith({ getCardCredentials: () => full });
    const { message } = await callAsD1(bank.hub, 'getCardCredentials', { parameters: { cardId: 'card-1' } });
    const key = readP256PrivateKey(hubJweKey.privateKey);
    const opened = await openJwe(message?.encryptedData ?? '', kid => (kid === 'hub-1' ? key : undefined));
    assert.ok(opened.opened);
    assert.deepEqual(JSON.parse(Buffer.from(opened.plaintext).toString()), full);
  });
});

describe('a refusal', () => {
  it('has the status and the words of the handler; a fault has neither', async () => {
    const ask = (getConsumerInformation: NonNullable<D1Options['getConsumerInformation']>) => {
      const { hub } = bankWith({ getConsumerInformation });
      return callAsD1(hub, 'getConsumerInformation', { parameters: { consumerId: 'kari' } });
    };
    const answers = [
      await ask(() => new D1CallRefusal(404, 'consumerId')),
      await ask(() => {
        throw new D1CallRefusal(403, 'consumerId', 'CLOSED_ACCOUNT');
      }),
      await ask(() => assert.fail('The database is down')),
      await ask(() => ({ ...kari, language: 7 }) as never),
    ];
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body]),
      [
        [404, { error: 'consumerId' }],
        [403, { errorCode: 'CLOSED_ACCOUNT', error: 'consumerId' }],
        [500, null],
        [500, null],
      ],
    );
  });
});

describe('notices', () => {
  const notice = (operationId: string, status: CardOperationRecord['status']): CardOperationRecord => ({
    operationId,
    operation: 'SUSPEND',
    status,
    startTime: '2026-11-22T09:59:59.000Z',
    cardId: 'card-1',
  });

  it('of a list come one after the other, each of them once', async () => {
    const applied: string[] = [];
    let isDown = true;
    const bank = bankWith({
      notifyCardOperations({ notice: { operationId, status } }) {
        if (operationId === 'o-2' && isDown) throw new Error('The database is down');
        applied.push(`${operationId} ${status}`);
      },
    });
    const tell = async (...request: CardOperationRecord[]) =>
      (await callAsD1(bank.hub, 'notifyCardOperations', { request })).status;
    assert.equal(await tell(notice('o-1', 'PENDING'), notice('o-2', 'PENDING')), 500);
    isDown = false;
    assert.equal(await tell(notice('o-1', 'PENDING'), notice('o-2', 'PENDING')), 204);
    assert.equal(await tell(notice('o-1', 'SUCCESSFUL'), notice('o-1', 'SUCCESSFUL')), 204);
    assert.deepEqual(applied, ['o-1 PENDING', 'o-2 PENDING', 'o-1 SUCCESSFUL']);
  });
});

describe('an access token', () => {
  let now = new Date('2026-11-22T10:00:00Z');
  const next = { clientId: 'hub', clientSecret: 'open: barley' };
  const bank = bankWith({ credentials: [next, credentials], deliverOtp: () => undefined }, () => now);
  const { transport } = bank.hub;
  const deliver = (authorization: string, to = transport) =>
    to.send({
      method: 'POST',
      url: `/banking/d1/v1/issuers/${issuerId}/consumers/kari/otp`,
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ otp: '042917', channel: 'SMS', panLast4: '0002', reason: 'CARD-DIGITIZATION' }),
    });
  const tokenFor = async (client: typeof credentials, asked = transport) =>
    `Bearer ${(await askAccessToken(asked, client)).message?.access_token}`;

  it('is given for every secret that is good, opens the door for a quarter of an hour, and no other does', async () => {
    now = new Date('2026-11-22T10:00:00Z');
    const token = await tokenFor(credentials);
    assert.equal((await deliver(token)).status, 204);
    assert.equal((await deliver(await tokenFor(next))).status, 204);
    for (const wrong of ['', 'Bearer nonsense', `${token.slice(0, -2)}AA`, token.replace('Bearer', 'Basic')])
      assert.deepEqual(await deliver(wrong), { status: 401, body: { error: 'Unauthorized' } });
    now = new Date('2026-11-22T10:15:00Z');
    assert.equal((await deliver(token)).status, 401);
  });

  it('of one process is good in another, and dies with its secret', async () => {
    now = new Date('2026-11-22T10:00:00Z');
    const other = (known: readonly (typeof credentials)[]) =>
      inProcess(bankWith({ credentials: known, deliverOtp: () => undefined }, () => now).backend);
    assert.equal((await deliver(await tokenFor(credentials, other([credentials])))).status, 204);
    const token = await tokenFor(next);
    assert.equal((await deliver(token, other([credentials]))).status, 401);
  });

  it('is refused for a secret that is wrong, and to somebody else', async () => {
    for (const wrong of [
      { ...credentials, clientSecret: 'open: rye' },
      { ...credentials, clientId: 'nobody' },
    ]) {
      const { status, body } = await askAccessToken(transport, wrong);
      assert.deepEqual([status, body], [400, { error: 'invalid_client' }]);
    }
  });
});

it('several issuers share one port, each with its own keys and credentials', async () => {
  const otherId = 'OTHERISSUE';
  const theirs = { clientId: 'hub-there', clientSecret: 'open: millet' };
  const ours = bankWith({ getConsumerInformation: () => kari });
  const other = issuerBackend({
    issuerId: otherId,
    d1: { credentials: [theirs], getConsumerInformation: () => ({ ...kari, firstName: 'Ola' }) },
  });
  const transport = inProcess(severalIssuers([ours.backend, other]));
  const ask = (id: string, known: typeof credentials) =>
    callAsD1({ issuerId: id, transport, d1: { credentials: known } }, 'getConsumerInformation', {
      parameters: { consumerId: 'x' },
    });
  assert.equal((await ask(issuerId, credentials)).message?.firstName, 'Kari');
  assert.equal((await ask(otherId, theirs)).message?.firstName, 'Ola');
  assert.equal((await ask(otherId, credentials)).status, 401);
  assert.equal((await ask('NOBODYHERE', theirs)).status, 404);
  assert.throws(() => severalIssuers([]), /There is no issuer/);
});
