import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { inboundOperations } from '@countermark/wire/d1/apis';
import { getToken } from '@countermark/wire/d1/oauth2/get-token';
import { type D1Operation, pathOf, qualifiedName } from '@countermark/wire/d1/operation';
import { openJwe } from '@countermark/wire/envelope/jwe';
import { readP256PrivateKey } from '@countermark/wire/envelope/p256-keys';
import type { AnswerOfHub, CallAtHub } from '../../testing/answering-hub.ts';
import {
  D1CallRefusedError,
  HubFailedError,
  HubUnreachableError,
  UnfitRequestError,
  UnreadableAnswerError,
} from '../errors.ts';
import { impatient, issuerId, p256Key, startHub } from '../issuer-at-hub.fixture.ts';
import { d1Client } from './d1-client.ts';
import { d1Resources } from './resources.ts';

const { hub, access } = await startHub();
const [presentKey, nextKey, signing] = [p256Key('hub-1'), p256Key('hub-2'), p256Key('bank-1')];
const hour = 3_600_000;
let time = new Date();
const { delays, resending } = impatient();
const client = d1Client({
  ...access,
  signing,
  hubKeys: [
    { ...nextKey, activity: { from: new Date(time.getTime() + 1e12), until: new Date(8.64e15) } },
    presentKey,
  ],
  now: () => time,
  resending,
});

after(async () => {
  await client.close();
  await hub.close();
});

/** What the hub says to all that is no request for a token. */
let answer: AnswerOfHub | null | ((call: CallAtHub) => AnswerOfHub | null);
let tokens = 0;
const isTokenCall = ({ path }: CallAtHub) => path === getToken.path;
const grant = () => {
  tokens += 1;
  return {
    status: 200,
    body: JSON.stringify({ ...getToken.example.response, access_token: `token-${tokens}` }),
  };
};
const calls = () => hub.received.filter(call => !isTokenCall(call));

beforeEach(() => {
  time = new Date(time.getTime() + hour); // whatever token there was has expired
  hub.received.length = 0;
  delays.length = 0;
  answer = { status: 204, body: '' };
  hub.answer = call => {
    if (isTokenCall(call)) return grant();
    return typeof answer === 'function' ? answer(call) : answer;
  };
});

const refused = (status: number, body: object) => ({ status, body: JSON.stringify(body) });
const lost = { cardId: 'card-1', reasonCode: 'CARD_LOST' } as const;

describe('the resources of D1', () => {
  const methods = Object.entries(d1Resources).flatMap(([noun, operations]) =>
    Object.entries(operations as Record<string, D1Operation>).map(([verb, operation]) => ({
      noun,
      verb,
      operation,
    })),
  );

  it('have a method for every inbound operation', () => {
    const covered = methods.map(({ operation }) => qualifiedName(operation));
    const expected = inboundOperations.filter(operation => operation !== getToken).map(qualifiedName);
    assert.deepEqual(covered.toSorted(), expected.toSorted());
  });

  for (const { noun, verb, operation } of methods) {
    it(`${noun}.${verb} sends the call and reads the answer of ${qualifiedName(operation)}`, async () => {
      const { parameters, query, request, response } = operation.example as Record<
        string,
        Record<string, unknown> | undefined
      >;
      answer = {
        status: operation.response.status,
        body: response === undefined ? '' : JSON.stringify(response),
      };
      const { issuerId: _, ...named } = parameters as Record<string, string>;
      const resource = client[noun as 'cards'] as unknown as Record<
        string,
        (request: object) => Promise<object>
      >;
      const result = await resource[verb]?.({ ...named, ...query, ...request });
      const [call] = calls();
      assert.equal(call?.method, operation.method);
      assert.equal(call?.path, pathOf(operation, { ...named, issuerId }, query));
      assert.deepEqual(call?.body, request ?? null);
      const correlationId = call?.headers['x-correlation-id'];
      assert.deepEqual(result, { ...response, correlationId });
    });
  }
});

describe('card data', () => {
  it('are sealed for the key of the hub that is active', async () => {
    const encryptedData = { pan: '9990000000000007', exp: '1230' };
    await client.cards.register({ cardId: 'c', consumerId: 'kari', cardProductId: 'VISA', encryptedData });
    const cards = [{ cardId: 'c', cardProductId: 'VISA', encryptedData }];
    await client.consumersV1.registerWithCards({ consumerId: 'kari', cards });
    answer = { status: 200, body: JSON.stringify({ operationId: 'operation-1', status: 'PENDING' }) };
    await client.cards.renew({ cardId: 'c', encryptedData });
    const [registered, together, renewed] = calls().map(
      ({ body }) => body as { encryptedData: string; cards: { encryptedData: string }[] },
    );
    const key = readP256PrivateKey(presentKey.privateKeyPem);
    const texts = [registered?.encryptedData, together?.cards[0]?.encryptedData, renewed?.encryptedData];
    for (const text of texts) {
      const opened = await openJwe(text ?? '', kid => (kid === presentKey.keyIdentifier ? key : undefined));
      assert.ok(opened.opened);
      assert.deepEqual(JSON.parse(Buffer.from(opened.plaintext).toString()), encryptedData);
    }
  });
});

describe('an access token', () => {
  it('is asked for once, by however many calls, and used until its last minute', async () => {
    await Promise.all([client.cards.suspend(lost), client.cards.suspend(lost), client.cards.suspend(lost)]);
    time = new Date(time.getTime() + 839_000);
    await client.cards.suspend(lost);
    assert.equal(hub.received.filter(isTokenCall).length, 1);
    time = new Date(time.getTime() + 1000);
    await client.cards.suspend(lost);
    assert.equal(hub.received.filter(isTokenCall).length, 2);
    const used = calls().map(({ headers }) => headers.authorization);
    assert.equal(new Set(used.slice(0, 4)).size, 1);
    assert.notEqual(used[3], used[4]);
  });

  it('that the hub does not take is asked for anew, once', async () => {
    await client.cards.suspend(lost);
    const taken = `Bearer token-${tokens + 1}`;
    answer = ({ headers }) =>
      headers.authorization === taken ? { status: 204, body: '' } : refused(401, { error: 'Unauthorized' });
    await client.cards.resume({ cardId: 'card-1' });
    assert.equal(hub.received.filter(isTokenCall).length, 2);
    answer = refused(401, { error: 'Unauthorized' });
    await assert.rejects(
      client.cards.resume({ cardId: 'card-1' }),
      (error: Error) => error instanceof D1CallRefusedError && error.status === 401,
    );
    assert.equal(hub.received.filter(isTokenCall).length, 3);
  });

  it('that is refused is an error of its own; one that the hub cannot give is asked for again', async () => {
    hub.answer = refused(400, { errorCode: 'FIELD_INVALID_VALUE', error: 'assertion' });
    await assert.rejects(
      client.cards.suspend(lost),
      (error: Error) =>
        error instanceof D1CallRefusedError &&
        error.operation === 'getToken' &&
        error.errorCode === 'FIELD_INVALID_VALUE' &&
        error.error === 'assertion',
    );
    assert.equal(hub.received.length, 1);
    hub.answer = { status: 200, body: '{}' };
    await assert.rejects(client.cards.suspend(lost), UnreadableAnswerError);
    hub.received.length = 0;
    hub.answer = null;
    await assert.rejects(
      client.cards.resume({ cardId: 'card-1' }),
      (error: Error) => error instanceof HubUnreachableError && error.operation === 'getToken',
    );
    assert.equal(hub.received.length, 3);
    assert.deepEqual(calls(), []);
  });
});

describe('a call', () => {
  it('carries who asked for it', async () => {
    await client.cards.suspend(lost, { correlationId: 'c-1', userId: 'clerk-7' });
    const [call] = calls();
    assert.deepEqual([call?.headers['x-correlation-id'], call?.headers['x-user-id']], ['c-1', 'clerk-7']);
  });

  it('that fails is sent again if that has no second effect', async () => {
    answer = { status: 500, body: '' };
    const idempotent = [
      () => client.cards.get({ cardId: 'card-1' }),
      () => client.consumers.register({ consumerId: 'kari' }),
      () => client.cards.suspend(lost),
      () => client.cardsV1.suspend(lost),
    ];
    for (const send of idempotent) {
      hub.received.length = 0;
      await assert.rejects(send, HubFailedError);
      assert.equal(calls().length, 3);
    }
    const others = [
      () => client.cards.resume({ cardId: 'card-1' }),
      () => client.cards.delete({ cardId: 'card-1' }),
      () => client.digitalCards.suspend({ digitalCardId: 'token-1' }),
      () => client.consumers.update({ consumerId: 'kari', personalInformation: { language: 'en-GB' } }),
    ];
    for (const send of others) {
      hub.received.length = 0;
      await assert.rejects(send, HubFailedError);
      assert.equal(calls().length, 1);
    }
  });

  it('that got no answer is sent again by the same rule', async () => {
    answer = null;
    await assert.rejects(client.cards.resume({ cardId: 'card-1' }), HubUnreachableError);
    assert.equal(calls().length, 1);
    await assert.rejects(client.cards.suspend(lost), HubUnreachableError);
    assert.equal(calls().length, 4);
  });

  it('that was one too many is sent again, whatever it is', async () => {
    const busy = { status: 429, body: '{}', headers: { 'retry-after': '1' } };
    const list = [busy];
    answer = () => list.shift() ?? { status: 204, body: '' };
    await client.cards.resume({ cardId: 'card-1' });
    assert.deepEqual(delays, [1000]);
  });

  it('that is refused says with which code and for which field', async () => {
    answer = refused(403, { errorCode: 'INVALID_STATE' });
    await assert.rejects(
      client.cards.resume({ cardId: 'card-1' }, { correlationId: 'c-9' }),
      (error: Error) =>
        error instanceof D1CallRefusedError &&
        error.message === 'resumeCard refused with HTTP 403: INVALID_STATE (correlation id c-9)',
    );
    assert.equal(calls().length, 1);
  });

  it('that the hub would refuse is not sent', async () => {
    const unfit = (member: string) => (error: Error) =>
      error instanceof UnfitRequestError && error.member === member;
    await assert.rejects(client.cards.get({ cardId: 'a/b' }), unfit('cardId'));
    await assert.rejects(
      client.consumers.register({ consumerId: 'kari', personalInformation: { language: 'english' } }),
      unfit('personalInformation.language'),
    );
    // @ts-expect-error: a card has a consumer, and the compiler knows
    await assert.rejects(client.cards.create({ cardProductId: 'VISA' }), unfit('consumerId'));
    assert.deepEqual(calls(), []);
  });
});
