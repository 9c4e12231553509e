import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { D1Backend } from '../../../ports/d1-backend.ts';
import { answerJson, type Script } from '../../https-peer.fixture.ts';
import { noContent, numbered, secret, startD1Peer } from './d1-peer.fixture.ts';

const { peer, issuer, oauth2, openBackend, will, tokenRequests, calls, pass, close } = await startD1Peer();
after(close);

const withTokens = issuer({ oauth2: oauth2() });
const activate = (backend: D1Backend, { to = withTokens, budget = 5_000 } = {}) =>
  backend.activatePhysicalCard({ issuer: to, correlationId: 'session-1', budget }, { cardId: 'card-1' });
const presented = () => calls().map(({ headers }) => headers.authorization);

/** Takes no other token than this. */
const takes =
  (token: string): Script =>
  (response, request) =>
    request.headers.authorization === `Bearer ${token}`
      ? noContent(response, request)
      : answerJson(response, { error: 'Unauthorized' }, 401);

describe('the request for a token', () => {
  test('is a form, with id and secret in the header alone', async () => {
    const { backend } = openBackend();
    will({});
    const to = issuer({ oauth2: oauth2({ scope: 'notify cards' }) });
    assert.equal((await activate(backend, { to })).kind, 'ANSWERED');
    const [request] = tokenRequests();
    assert.deepEqual(
      [request?.method, request?.headers['content-type'], request?.tls.clientName],
      ['POST', 'application/x-www-form-urlencoded', 'CN=Test hub'],
    );
    assert.equal(request?.body, 'grant_type=client_credentials&scope=notify+cards');
    assert.equal(request?.headers.authorization, `Basic ${Buffer.from(`hub:${secret}`).toString('base64')}`);
    assert.deepEqual(presented(), ['Bearer token-1']);
  });

  test('may write the header in the alphabet of base64url', async () => {
    const { backend } = openBackend();
    will({});
    await activate(backend, { to: issuer({ oauth2: oauth2({ basicAlphabet: 'base64url' }) }) });
    const [request] = tokenRequests();
    const [, sent = ''] = request?.headers.authorization?.split(' ') ?? [];
    assert.equal(Buffer.from(sent, 'base64url').toString(), `hub:${secret}`);
    assert.match(sent, /[-_]/);
  });

  test('is on record without the secret and the token', async () => {
    const { backend, exchanges } = openBackend();
    will({});
    await activate(backend);
    const [exchange] = exchanges;
    assert.deepEqual(
      [exchange?.operation, exchange?.correlationId, exchange?.status, exchange?.request],
      ['D1-Public-OUT-v1-Auth2/getToken', 'session-1', 200, { grant_type: 'client_credentials' }],
    );
    assertNothingSecret(exchanges);
    assert.doesNotMatch(JSON.stringify(exchanges), /token-1/);
  });
});

describe('a token', () => {
  for (const expires_in of [900, '900', '900.5']) {
    test(`that expires in ${JSON.stringify(expires_in)} s is used until a minute before`, async () => {
      const { backend } = openBackend();
      will({ token: numbered({ expires_in }) });
      await activate(backend);
      pass(839_000);
      await activate(backend);
      assert.deepEqual(presented(), ['Bearer token-1', 'Bearer token-1']);
      pass(1_500);
      await activate(backend);
      assert.deepEqual(presented().slice(2), ['Bearer token-2']);
    });
  }

  test('that expires within a minute is used once', async () => {
    const { backend } = openBackend();
    will({ token: numbered({ expires_in: '60' }) });
    await activate(backend);
    await activate(backend);
    assert.deepEqual(presented(), ['Bearer token-1', 'Bearer token-2']);
  });

  test('whose server does not say when it expires is used for a quarter of an hour, less a minute', async () => {
    const { backend } = openBackend();
    will({ token: numbered({}) });
    await activate(backend);
    pass(839_000);
    await activate(backend);
    assert.equal(tokenRequests().length, 1);
  });

  test('is fetched once for all calls that need it at once', async () => {
    const { backend } = openBackend();
    will({});
    await Promise.all(Array.from({ length: 10 }, () => activate(backend)));
    assert.equal(tokenRequests().length, 1);
    assert.deepEqual(new Set(presented()), new Set(['Bearer token-1']));
  });

  test('is not shared with another issuer, nor kept when the settings change', async () => {
    const { backend } = openBackend();
    will({});
    await activate(backend);
    await activate(backend, { to: { ...withTokens, issuerId: 'TESTBANK02' } });
    await activate(backend, { to: issuer({ oauth2: oauth2({ scope: 'more' }) }) });
    assert.deepEqual(presented(), ['Bearer token-1', 'Bearer token-2', 'Bearer token-3']);
  });

  test('that the issuer does not take is renewed once, for all whose it was', async () => {
    const { backend } = openBackend();
    const token = numbered();
    will({ token });
    await activate(backend);
    will({ token, api: takes('token-2') });
    const answers = await Promise.all(Array.from({ length: 5 }, () => activate(backend)));
    assert.deepEqual(new Set(answers.map(({ kind }) => kind)), new Set(['ANSWERED']));
    assert.equal(tokenRequests().length, 1);
    await activate(backend);
    assert.equal(presented().at(-1), 'Bearer token-2');
  });

  test('that is refused when it is new as well is a refusal', async () => {
    const { backend } = openBackend();
    will({ api: takes('another') });
    assert.deepEqual(await activate(backend), {
      kind: 'REFUSED',
      status: 401,
      errorCode: null,
      error: 'Unauthorized',
    });
    assert.deepEqual(presented(), ['Bearer token-1', 'Bearer token-2']);
    will({ api: takes('another') });
    assert.equal((await activate(backend, { to: issuer() })).kind, 'REFUSED');
    assert.deepEqual([tokenRequests().length, calls().length], [0, 1], 'without OAuth2 nothing is renewed');
  });
});

describe('an OAuth2 server that gives no token', () => {
  test('has on record which of the known refusals it gave, and no text of its own', async () => {
    const { backend, exchanges } = openBackend();
    will({
      token: response => answerJson(response, { error: 'invalid_client', error_description: secret }, 400),
    });
    await activate(backend);
    assert.deepEqual(exchanges[0]?.response, { error: 'invalid_client' });
  });

  const scripts: Record<string, { token: Script; reason: RegExp }> = {
    'is broken': { token: response => answerJson(response, { error: secret }, 500), reason: /HTTP 500$/ },
    'knows the client no more': {
      token: response => answerJson(response, { error: 'invalid_client' }, 401),
      reason: /HTTP 401$/,
    },
    'answers with something else': {
      token: response => answerJson(response, { access_token: 'x', token_type: 'mac' }),
      reason: /token_type is missing or malformed/,
    },
    'hangs up': { token: (_, request) => request.cut(), reason: /connection closed/ },
  };

  for (const [name, { token, reason }] of Object.entries(scripts)) {
    test(`${name}: the call fails, may be made again, and nothing leaks`, async () => {
      const { backend, exchanges } = openBackend();
      will({ token });
      const failed = await activate(backend);
      assert.ok(failed.kind === 'FAILED');
      assert.deepEqual([failed.status, failed.retryAfter], [null, null]);
      assert.match(failed.reason, reason);
      assert.equal(calls().length, 0);
      assertNothingSecret([failed, exchanges]);
      will({});
      assert.equal((await activate(backend)).kind, 'ANSWERED');
    });
  }

  test('does not answer: each call waits as long as it may, and all for one request', async () => {
    const { backend } = openBackend();
    const asked = Promise.withResolvers<() => void>();
    const token = numbered();
    will({ token: (response, request) => asked.resolve(() => token(response, request)) });
    const patient = activate(backend);
    const answer = await asked.promise;
    const hasty = await activate(backend, { budget: 100 });
    assert.deepEqual(hasty, {
      kind: 'FAILED',
      status: null,
      reason: 'no access token in time',
      retryAfter: null,
    });
    answer();
    assert.equal((await patient).kind, 'ANSWERED');
    assert.equal(tokenRequests().length, 1);
  });

  test('is not asked without a secret', async () => {
    const { backend } = openBackend({ secret: null });
    will({});
    const failed = await activate(backend);
    assert.ok(failed.kind === 'FAILED');
    assert.match(failed.reason, /no client secret/);
    assert.equal(peer.received.length, 0);
  });

  test('when a token is renewed has the call fail', async () => {
    const { backend } = openBackend();
    const first = numbered();
    let given = 0;
    const token: Script = (response, request) => {
      given += 1;
      if (given === 1) first(response, request);
      else answerJson(response, {}, 503);
    };
    will({ token, api: takes('another') });
    const failed: { kind: string; reason?: string } = await activate(backend);
    assert.deepEqual([failed.kind, failed.reason], ['FAILED', 'no access token: answered with HTTP 503']);
  });
});

function assertNothingSecret(told: unknown): void {
  const text = JSON.stringify(told);
  const spellings = [secret, `hub:${secret}`].flatMap(plain => [
    plain,
    Buffer.from(plain).toString('base64'),
    Buffer.from(plain).toString('base64url'),
  ]);
  for (const spelling of spellings) assert.ok(!text.includes(spelling), spelling);
}
