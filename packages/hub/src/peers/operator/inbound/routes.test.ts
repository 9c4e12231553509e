import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { operatorBasePath } from '@countermark/wire/operator/elements';
import fc from 'fast-check';
import { operatorApi, operatorToken } from './operator-api.fixture.ts';
import { readStrictly } from './read-strictly.ts';
import { operations } from './routes.ts';

const { app, call, refused } = await operatorApi();
after(() => app.close());

const clock = `${operatorBasePath}/clock`;
const advance = `${clock}/advance`;
const authorization = `Bearer ${operatorToken}`;
const json = 'application/json';

describe('the operator token', () => {
  const statusWith = async (sent: string | undefined) => {
    const headers = sent === undefined ? {} : { authorization: sent };
    const response = await app.inject({ method: 'GET', url: clock, headers });
    return response.statusCode;
  };

  it('opens the API', async () => {
    assert.equal(await statusWith(authorization), 200);
    assert.equal(await statusWith(`bearer  ${operatorToken}`), 200);
  });

  it('is demanded, whole and exact, also where nothing is', async () => {
    const wrong = [undefined, '', 'Bearer', 'Bearer ', `Basic ${operatorToken}`, operatorToken];
    const nearly = [`${authorization}x`, authorization.slice(0, -1), `Bearer ${operatorToken.toUpperCase()}`];
    for (const sent of [...wrong, ...nearly]) assert.equal(await statusWith(sent), 401, sent);
    const nowhere = await app.inject({ method: 'GET', url: `${operatorBasePath}/nowhere` });
    assert.equal(nowhere.statusCode, 401);
  });

  it('is asked for in words', async () => {
    const response = await app.inject({ method: 'GET', url: clock });
    assert.equal(response.headers['www-authenticate'], 'Bearer');
    assert.equal(response.json().error, 'unauthorized');
    assert.match(response.json().message, /Authorization: Bearer/);
  });
});

describe('what is no call of the API', () => {
  it('has another path', async () => {
    await refused('unknown-path', ['GET', '/nowhere']);
    await refused('unknown-path', ['GET', '/clock/nowhere']);
  });

  it('has another verb', async () => {
    await refused('wrong-verb', ['DELETE', '/clock']);
    await refused('wrong-verb', ['POST', '/issuers', { name: 'A bank' }]);
  });

  it('has a body of another type, or none', async () => {
    const send = (headers: Record<string, string>, payload?: string) =>
      app.inject({
        method: 'POST',
        url: advance,
        headers: { authorization, ...headers },
        ...(payload && { payload }),
      });
    const text = await send({ 'content-type': 'text/plain' }, '{"milliseconds":1}');
    assert.deepEqual([text.statusCode, text.json().error], [415, 'wrong-media-type']);
    const untyped = await send({});
    assert.deepEqual([untyped.statusCode, untyped.json().error], [415, 'wrong-media-type']);
  });

  it('has a body that is not JSON', async () => {
    const headers = { authorization, 'content-type': json };
    for (const payload of ['{"milliseconds":', '']) {
      const response = await app.inject({ method: 'POST', url: advance, headers, payload });
      assert.deepEqual([response.statusCode, response.json().error], [400, 'not-json']);
    }
  });

  it('has a body that is too large', async () => {
    const text = 'x'.repeat(1024 * 1024);
    await refused('body-too-large', ['POST', '/clock/advance', { text }]);
  });
});

describe('a fault of the hub', () => {
  it('is told without what it was about', async () => {
    const refusal = await refused('server-error', ['GET', '/issuers']);
    assert.doesNotMatch(refusal.message, /undefined|TypeError/);
  });
});

describe('anything at all', () => {
  /** A body that fits would be carried out: some operations need no more than an empty object. */
  const fits = ({ body: schema }: (typeof operations)[number], body: unknown) =>
    typeof schema === 'object' && schema !== null && readStrictly(schema, body).ok;
  const texts = fc.string({ unit: 'binary', maxLength: 12 });
  const bodies = fc.oneof(
    fc.jsonValue(),
    fc.record({ name: texts, settings: fc.jsonValue(), milliseconds: texts }),
  );

  it('is refused as the fault of the caller before the hub does anything', async () => {
    const written = operations.filter(({ body, method }) => body !== null && method !== 'GET');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...written), texts, bodies, async (operation, id, body) => {
        fc.pre(!fits(operation, body));
        const { method, path } = operation;
        const url = path.replace(/:[^/]+/g, () => encodeURIComponent(id.toWellFormed()) || '-');
        const { status } = await call(method, url, body);
        assert.ok(status >= 400 && status < 500, `${method} ${url} ${JSON.stringify(body)}: ${status}`);
      }),
    );
  });
});

describe('operations', () => {
  it('have a name and a place of their own', () => {
    const places = operations.map(({ method, path }) => `${method} ${path}`);
    assert.equal(new Set(places).size, operations.length);
    assert.equal(new Set(operations.map(({ name }) => name)).size, operations.length);
  });
});
