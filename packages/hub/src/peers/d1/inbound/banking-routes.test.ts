import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { listCardOperations } from '@countermark/wire/d1/card-v1/list-card-operations';
import { suspendCard as suspendCardV1 } from '@countermark/wire/d1/card-v1/suspend-card';
import { registerCard } from '@countermark/wire/d1/card-v2/register-card';
import { suspendCard } from '@countermark/wire/d1/card-v2/suspend-card';
import { anIssuer } from '../../../store/test-objects.ts';
import { answered, type D1Call, type D1Result, done, refused } from '../../../use-cases/d1-call.ts';
import {
  compactJws,
  issuerId,
  newHubKey,
  newSigner,
  openD1Api,
  origin,
  refusal,
  signedBy,
  tokenPrivateKey,
} from './d1-api.fixture.ts';
import { serve } from './operation.ts';

/** What the use cases behind the routes were given, and what they answer. */
const calls: D1Call[] = [];
let result: D1Result = done;
const recorded = async (_: unknown, call: D1Call) => {
  calls.push(call);
  return result;
};
const operations = [registerCard, suspendCard, suspendCardV1, listCardOperations].map(operation =>
  serve(operation, recorded as never),
);

const api = await openD1Api({ operations });
const { store, call, seconds, tokenOf } = api;
after(() => api.close());
beforeEach(async () => {
  calls.length = 0;
  result = done;
  await api.reset();
});

const card = `/banking/v2/issuers/${issuerId}/cards/card-1`;
const suspend = `${card}/operations:suspend`;
const post = (body?: unknown) => ({ method: 'POST', body }) as const;

describe('a call', () => {
  it('reaches its use case with all that was sent, and answers the status of its operation', async () => {
    const headers = { 'x-correlation-id': 'case-7', 'x-user-id': 'teller_1' };
    const answer = await call(suspend, { ...post({ reasonCode: 'CARD_LOST' }), headers });
    assert.deepEqual([answer.status, answer.body], [204, null]);
    assert.equal(answer.headers['x-correlation-id'], 'case-7');
    assert.deepEqual(calls, [
      {
        issuer: anIssuer(),
        parameters: { issuerId, cardId: 'card-1' },
        query: undefined,
        body: { reasonCode: 'CARD_LOST' },
        correlationId: 'case-7',
        userId: 'teller_1',
      },
    ]);
  });

  it('is given the query as it should be, and answers with a body', async () => {
    result = answered({ operations: [] });
    const path = `/banking/v1/issuers/${issuerId}/cards/card-1/operations?limit=5&more=1`;
    const { status, body, headers } = await call(path);
    assert.deepEqual([status, body], [200, { operations: [] }]);
    assert.deepEqual(calls[0]?.query, { limit: 5 });
    assert.equal(headers['x-correlation-id'], calls[0]?.correlationId);
  });

  it('needs no body where that is allowed, with or without a media type', async () => {
    assert.equal((await call(suspend, post())).status, 204);
    assert.equal((await call(suspend, { method: 'POST', payload: '' })).status, 204);
    assert.deepEqual(
      calls.map(({ body }) => body),
      [{}, {}],
    );
  });

  it('may name a user in the v2 APIs only', async () => {
    const headers = { 'x-user-id': 'not a user' };
    assert.equal((await call(suspend, { ...post(), headers })).status, 400);
    assert.equal((await call(suspend.replace('v2', 'v1'), { ...post(), headers })).status, 204);
  });

  it('is on record, personal data masked', async () => {
    result = refused('CARD_PAN_NOT_ALLOWED');
    const encryptedData = await api.seal({ pan: '4111111111111111', exp: '1230' });
    const body = { consumerId: 'c-1', cardProductId: 'debit', encryptedData };
    await call(card, { method: 'PUT', body, headers: { 'x-correlation-id': 'case-8' } });
    const [exchange] = await store.exchanges.ofCorrelation('case-8');
    assert.equal(exchange?.operation, 'D1-Public-IN-v2-Card/registerCard');
    assert.deepEqual([exchange.peer, exchange.status], [`issuer:${issuerId}`, 403]);
    assert.deepEqual(exchange.response, { errorCode: 'CARD_PAN_NOT_ALLOWED' });
    assert.equal((exchange.request as { consumerId: string }).consumerId, 'c-1');
    assert.equal(exchange.userId, undefined);
    assert.ok(!JSON.stringify(exchange).includes(encryptedData));
  });

  it('is on record with the user whom it names', async () => {
    await call(suspend, { ...post(), headers: { 'x-user-id': 'clerk-7', 'x-correlation-id': 'case-9' } });
    const [exchange] = await store.exchanges.ofCorrelation('case-9');
    assert.equal(exchange?.userId, 'clerk-7');
  });
});

describe('a refusal', () => {
  const refusedAs = async (
    answer: ReturnType<typeof call>,
    ...[errorCode, error]: Parameters<typeof refusal>
  ) => {
    const { status, body } = await answer;
    assert.deepEqual({ status, body }, refusal(errorCode, error));
    assert.equal(calls.length, 0);
  };

  it('of a use case has its code and the status of the table', async () => {
    result = refused('REASON_CODE_NOT_ALLOWED');
    const { status, body } = await call(suspend, post());
    assert.deepEqual([status, body], [403, { errorCode: 'REASON_CODE_NOT_ALLOWED' }]);
  });

  const claims = () => ({
    iss: origin,
    sub: issuerId,
    aud: origin,
    exp: seconds() + 900,
    iat: seconds(),
    jti: 'x',
    scope: 'd1-api:card:full',
  });
  const header = { alg: 'ES256', typ: 'JWT', kid: tokenPrivateKey.keyIdentifier };
  const tokens: Record<string, () => string | Promise<string> | null> = {
    none: () => null,
    'that is no JWT': () => 'abc',
    'without signature, alg none': () => compactJws({ ...header, alg: 'none' }, claims(), () => ''),
    "of somebody else's key": () => compactJws(header, claims(), signedBy(newSigner('x'))),
    'of an unknown kid': () => compactJws({ ...header, kid: 'x' }, claims(), signedBy(tokenPrivateKey)),
    'that has expired': () => compactJws(header, { ...claims(), exp: seconds() }, signedBy(tokenPrivateKey)),
    'without exp': () => compactJws(header, { ...claims(), exp: undefined }, signedBy(tokenPrivateKey)),
    'without sub': () => compactJws(header, { ...claims(), sub: undefined }, signedBy(tokenPrivateKey)),
    'that is an assertion': () =>
      compactJws({ ...header, kid: 'key-1' }, claims(), signedBy(newSigner('key-1'))),
  };
  for (const [name, make] of Object.entries(tokens)) {
    it(`401 for a token ${name}, whatever else is wrong`, async () => {
      const token = await make();
      for (const path of [suspend, '/banking/v2/unknown', `/banking/v2/issuers/x/cards/card-1`]) {
        const { status, body } = await call(path, { method: 'POST', payload: '{', token });
        assert.deepEqual([status, body], [401, { error: 'Unauthorized' }]);
      }
    });
  }

  it('401 once fifteen minutes have passed', async () => {
    const token = await tokenOf(issuerId);
    assert.equal((await call(suspend, { ...post(), token })).status, 204);
    api.time.now = new Date(api.time.now.getTime() + 900_000);
    assert.equal((await call(suspend, { ...post(), token })).status, 401);
  });

  it('400 for the path and the headers, before the issuer', async () => {
    const field = async (path: string, error: string, headers = {}) =>
      refusedAs(call(path, { ...post({ wrong: 1 }), headers }), 'FIELD_INVALID_FORMAT', error);
    await field('/banking/v2/issuers/short/cards/card-1/operations:suspend', 'issuerId');
    await field(`/banking/v2/issuers/NOBODY0001/cards/${'c'.repeat(49)}/operations:suspend`, 'cardId');
    await field(`/banking/v2/issuers/NOBODY0001/cards/a%20b/operations:suspend`, 'cardId');
    const other = '/banking/v2/issuers/NOBODY0001/cards/card-1/operations:suspend';
    await field(other, 'x-correlation-id', { 'x-correlation-id': 'a.b' });
    await field(other, 'x-user-id', { 'x-user-id': 'x'.repeat(16) });
    const operations = `/banking/v1/issuers/NOBODY0001/cards/card-1/operations`;
    await refusedAs(call(`${operations}?limit=0`), 'FIELD_INVALID_VALUE', 'limit');
  });

  it("404 for an unknown issuer and 403 for another's, before the body", async () => {
    const at = (issuer: string) => call(suspend.replace(issuerId, issuer), post({ wrong: 1 }));
    await refusedAs(at('NOBODY0001'), 'ISSUER_NOT_FOUND');
    await store.issuers.save(anIssuer({ issuerId: 'BANKTWO002' }));
    await refusedAs(at('BANKTWO002'), 'ISSUER_FORBIDDEN');
  });

  it('400 for the body: no JSON, none at all, unknown members, wrong values', async () => {
    const register = { method: 'PUT' } as const;
    await refusedAs(call(suspend, { method: 'POST', payload: '{' }), 'FIELD_INVALID_FORMAT', 'body');
    await refusedAs(call(suspend, { method: 'POST', payload: '[]' }), 'FIELD_INVALID_FORMAT', 'body');
    await refusedAs(
      call(suspend, { method: 'POST', payload: '{"a":"\xff"' }),
      'FIELD_INVALID_FORMAT',
      'body',
    );
    await refusedAs(call(card, register), 'FIELD_INVALID_FORMAT', 'body');
    await refusedAs(call(card, { ...register, body: {} }), 'FIELD_INVALID_FORMAT', 'consumerId');
    await refusedAs(call(suspend, post({ more: 1 })), 'FIELD_INVALID_FORMAT', 'more');
    await refusedAs(call(suspend, post({ reasonCode: 'NONE' })), 'FIELD_INVALID_VALUE', 'reasonCode');
  });

  it('in the same shape for what is no call of the API', async () => {
    const problem = async (answer: ReturnType<typeof call>) => {
      const { status, body, headers } = await answer;
      assert.ok(headers['x-correlation-id']);
      return [status, body];
    };
    const body = JSON.stringify({ reason: 'x'.repeat(1024 * 1024) });
    assert.deepEqual(await problem(call('/banking/v2/unknown')), [404, { error: 'Unknown path' }]);
    assert.deepEqual(await problem(call(suspend.replace(':', '%3A%3A'))), [404, { error: 'Unknown path' }]);
    assert.deepEqual(await problem(call(suspend)), [405, { error: 'Wrong verb' }]);
    assert.deepEqual(await problem(call(suspend, { method: 'POST', payload: body })), [
      413,
      { error: 'Body too large' },
    ]);
    const headers = { 'content-type': 'text/plain' };
    assert.deepEqual(await problem(call(suspend, { method: 'POST', payload: '{}', headers })), [
      415,
      { error: 'Wrong media type' },
    ]);
    assert.deepEqual(await problem(call('/authz/v1/unknown')), [404, { error: 'Unknown path' }]);
    assert.equal(calls.length, 0);
  });

  it('500 for a fault of the hub, which it does not tell', async () => {
    result = null as unknown as D1Result;
    const { status, body } = await call(suspend, post());
    assert.deepEqual([status, body], [500, { errorCode: 'INTERNAL_ERROR', error: 'Internal Server Error' }]);
  });
});

describe('the correlation id', () => {
  it('is echoed or made, whatever is answered', async () => {
    const echoed = async (sent: string | null, token?: null) => {
      const headers: Record<string, string> = sent === null ? {} : { 'x-correlation-id': sent };
      const answer = await call(suspend, { ...post(), headers, ...(token === null && { token }) });
      return [answer.status, answer.headers['x-correlation-id']];
    };
    assert.deepEqual(await echoed('case-9', null), [401, 'case-9']);
    assert.deepEqual(await echoed('a.b'), [400, 'a.b']);
    for (const sent of [null, '', 'x'.repeat(65), 'a/b']) {
      const [status, made] = await echoed(sent);
      assert.equal(status, sent === null ? 204 : 400);
      assert.match(String(made), /^[0-9a-f-]{36}$/);
    }
  });
});

describe('an aggregator', () => {
  const signer = newSigner('agg-1');
  const saveAggregator = async (issuerIds: string[]) => {
    await store.aggregators.save({ aggregatorId: 'AGGREGATE1', name: 'Processor', issuerIds });
    const { keyIdentifier, publicKeyPem } = signer;
    const key = { aggregatorId: 'AGGREGATE1', keyIdentifier, publicKeyPem, createdAt: api.time.now };
    await store.aggregators.saveKey(key);
  };

  it('acts for the issuers it was configured for, and for no others', async () => {
    await saveAggregator([issuerId]);
    const token = await tokenOf('AGGREGATE1', signer);
    assert.equal((await call(suspend, { ...post(), token })).status, 204);
    assert.equal(calls[0]?.issuer.issuerId, issuerId);
    await saveAggregator(['BANKTWO002']);
    const { status, body } = await call(suspend, { ...post(), token });
    assert.deepEqual([status, body], [403, { errorCode: 'ISSUER_FORBIDDEN' }]);
  });

  it('is named in the record of its calls, and nobody in those of the issuer', async () => {
    await saveAggregator([issuerId]);
    const token = await tokenOf('AGGREGATE1', signer);
    await call(suspend, { ...post(), token, headers: { 'x-correlation-id': 'case-10' } });
    await call(suspend, { ...post(), headers: { 'x-correlation-id': 'case-11' } });
    const callers = async (correlationId: string) =>
      (await store.exchanges.ofCorrelation(correlationId)).map(({ peer, aggregatorId }) => [
        peer,
        aggregatorId,
      ]);
    assert.deepEqual(await callers('case-10'), [[`issuer:${issuerId}`, 'AGGREGATE1']]);
    assert.deepEqual(await callers('case-11'), [[`issuer:${issuerId}`, undefined]]);
  });
});

describe('a limit of calls', () => {
  it('answers 429 with the time to wait, for each issuer on its own', async () => {
    const key = await newHubKey('digitalSignature');
    const limited = await openD1Api({ operations, callsPerMinute: 2, tokenKeys: [key] });
    try {
      const other = anIssuer({ issuerId: 'BANKTWO002' });
      const signer = newSigner('two-1');
      const { keyIdentifier, publicKeyPem } = signer;
      await limited.store.issuers.save(other);
      await limited.store.issuers.savePublicKey({
        issuerId: other.issuerId,
        purpose: 'SIGNING',
        keyIdentifier,
        publicKeyPem,
        createdAt: limited.time.now,
      });
      const own = async () => limited.call(suspend, post());
      assert.deepEqual([(await own()).status, (await own()).status], [204, 204]);
      limited.time.now = new Date(limited.time.now.getTime() + 15_000);
      const { status, body, headers } = await own();
      assert.deepEqual(
        [status, body, headers['retry-after']],
        [429, { errorCode: 'TOO_MANY_REQUESTS' }, '45'],
      );
      const token = await limited.tokenOf(other.issuerId, signer);
      const others = suspend.replace(issuerId, other.issuerId);
      assert.equal((await limited.call(others, { ...post(), token })).status, 204);
      limited.time.now = new Date(limited.time.now.getTime() + 45_000);
      assert.equal((await own()).status, 204);
    } finally {
      await limited.close();
    }
  });
});
