import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { after, describe, test } from 'node:test';
import { responseCodes } from '@countermark/wire/issuer-gateway/response-codes';
import type { IssuerSettings } from '../../../core/issuer.ts';
import { httpsClients } from '../../https-clients.ts';
import { answerJson, drip, type Script, startHttpsPeer } from '../../https-peer.fixture.ts';
import { issuerAt } from '../../issuers.fixture.ts';
import { recordedExchanges } from '../../recorded-exchanges.fixture.ts';
import { hubAuthority, hubClient } from '../../tls-identities.fixture.ts';
import { questions, type TestedCall, testedCalls } from './issuer-calls.fixture.ts';
import { issuerGatewayBackend } from './issuer-gateway-backend.ts';

const peer = await startHttpsPeer();
const clients = httpsClients(hubClient);
after(async () => {
  await clients.close();
  await peer.close();
});

/** Longer than any answer of these tests takes. */
const patient = { answerTimeout: 30_000, notificationTimeout: 30_000, connectTimeout: 30_000 };

/** Makes a call to the peer, or to wherever `base` leads, and gives what came of it and what was put on record. */
async function make(
  call: TestedCall,
  {
    base = peer.base,
    budget,
    ...settings
  }: Partial<IssuerSettings> & { base?: string; budget?: number } = {},
) {
  const { log, exchanges } = recordedExchanges();
  const backend = issuerGatewayBackend({ clients, log, keys: async () => [] });
  const answer = await call.make(backend, issuerAt(base, { ...patient, ...settings }), budget);
  return { answer, exchanges };
}

function failed(reason: string, rest: { status?: number; retryAfter?: number } = {}) {
  return { kind: 'FAILED', status: null, reason, retryAfter: null, ...rest };
}

/** What the caller does at once; whether something is listened for is another test's. */
function withoutLate(answer: { late?: unknown } & object) {
  const { late: _, ...rest } = answer;
  return rest;
}

const closed = 'connection closed by the other side';

/** What the issuer does with a message, and what every call must make of it after having been sent once. */
const failures: [string, Script, object][] = [
  ['cut before the answer', (_, { cut }) => cut(), failed(closed)],
  [
    'cut in the middle of the answer',
    (response, { cut }) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{', cut);
    },
    failed(closed, { status: 200 }),
  ],
  ['HTTP 500', response => answerJson(response, {}, 500), failed('answered with HTTP 500', { status: 500 })],
  [
    'HTTP 500 with a page',
    response => response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>Sorry</h1>'),
    failed('answered with HTTP 500', { status: 500 }),
  ],
  [
    'a redirect',
    response => response.writeHead(307, { location: '/elsewhere' }).end(),
    failed('answered with HTTP 307', { status: 307 }),
  ],
  [
    'HTTP 429 with Retry-After',
    response => response.writeHead(429, { 'retry-after': '7' }).end(),
    failed('answered with HTTP 429', { status: 429, retryAfter: 7_000 }),
  ],
  [
    'HTTP 503 with a date in Retry-After',
    response => {
      const date = 'Sun, 22 Nov 2026 02:45:00 GMT';
      response.writeHead(503, { date, 'retry-after': 'Sun, 22 Nov 2026 02:45:30 GMT' }).end();
    },
    failed('answered with HTTP 503', { status: 503, retryAfter: 30_000 }),
  ],
  [
    'HTTP 400 without body',
    response => response.writeHead(400).end(),
    { kind: 'REFUSED', code: 911, message: 'the answer is not of type application/json' },
  ],
  [
    'HTTP 400 with too large a body',
    response => response.writeHead(400).end('x'.repeat(70_000)),
    { kind: 'REFUSED', code: 911, message: 'the answer is larger than 64 KiB' },
  ],
];

/** Answers that hold nothing of use: refused with 911 where something is needed, good enough elsewhere. */
const unusable: [string, (call: TestedCall) => Script, string][] = [
  [
    'an empty 200',
    () => response => response.writeHead(200).end(),
    'the answer is not of type application/json',
  ],
  [
    'a page',
    () => response => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'),
    'the answer is not of type application/json',
  ],
  [
    'what is no JSON',
    () => response => response.writeHead(200, { 'content-type': 'application/json' }).end('{'),
    'the answer is not JSON',
  ],
  [
    'a huge body',
    call => response => answerJson(response, { ...call.answer, more: 'x'.repeat(70_000) }),
    'the answer is larger than 64 KiB',
  ],
];

for (const call of testedCalls) {
  describe(`${call.method}, answered with`, () => {
    for (const [name, script, expected] of failures) {
      test(name, async () => {
        peer.will(script);
        const { answer, exchanges } = await make(call);
        assert.deepEqual(answer, expected);
        assert.equal(peer.received.length, 1);
        assert.equal(exchanges.length, 1);
      });
    }

    for (const [name, script, problem] of unusable) {
      test(name, async () => {
        peer.will(script(call));
        const { answer } = await make(call);
        const refused = { kind: 'REFUSED', code: 911, message: problem };
        assert.deepEqual(answer, call.answer ? refused : { kind: 'ANSWERED', message: null });
        assert.equal(peer.received.length, 1);
      });
    }

    for (const code of Object.keys(responseCodes).map(Number)) {
      test(`HTTP 400 and ${code}`, async () => {
        peer.will(response => answerJson(response, { responseCode: code, errorMessage: 'no' }, 400));
        const { answer, exchanges } = await make(call);
        assert.deepEqual(answer, { kind: 'REFUSED', code, message: 'no' });
        assert.deepEqual(exchanges[0]?.response, { responseCode: code, errorMessage: 'no' });
        assert.equal(exchanges[0]?.failure, null);
      });
    }

    test('HTTP 400 and 191, which means 158', async () => {
      peer.will(response => answerJson(response, { responseCode: 191 }, 400));
      const { answer } = await make(call);
      assert.deepEqual(answer, { kind: 'REFUSED', code: 158, message: 'Card expired' });
    });

    test('nothing at all', async () => {
      peer.will(() => {});
      const { answer, exchanges } = await make(call, { answerTimeout: 150, notificationTimeout: 150 });
      assert.deepEqual(withoutLate(answer), failed('no answer within 0.15 s'));
      assert.equal(exchanges.length, 1);
      assert.equal(exchanges[0]?.status, null);
      assert.equal(exchanges[0]?.failure, 'no answer within 0.15 s');
    });

    test('a slow drip', async () => {
      peer.will(response => answerJson(response, call.answer ?? {}));
      await make(call); // so that the limit is not spent on the connection
      peer.will(drip);
      const { answer } = await make(call, { answerTimeout: 300, notificationTimeout: 300 });
      assert.deepEqual(withoutLate(answer), failed('no answer within 0.3 s', { status: 200 }));
    });
  });

  describe(`${call.method}, where`, () => {
    test('nobody listens', async () => {
      const gone = await startHttpsPeer();
      await gone.close();
      const { answer, exchanges } = await make(call, { base: gone.base });
      assert.deepEqual(answer, failed('connection refused'));
      assert.equal(exchanges.length, call.attempts);
    });

    test('the server certificate is not trusted', async () => {
      peer.will(response => answerJson(response, call.answer));
      const { answer } = await make(call, { serverTrust: hubAuthority.certificatePem });
      assert.deepEqual(answer, failed('server certificate not trusted'));
      assert.equal(peer.received.length, 0);
    });

    test('the server certificate is for another host name', async () => {
      peer.will(response => answerJson(response, call.answer));
      const { answer } = await make(call, { base: `https://127.0.0.1:${peer.port}` });
      assert.equal(peer.received.length, 0);
      assert.deepEqual(answer, failed('server certificate is for another host name'));
    });

    test('the server does not ask for the client certificate', async () => {
      const careless = await startHttpsPeer({ requestCert: false });
      careless.will(response => answerJson(response, call.answer));
      const { answer } = await make(call, { base: careless.base });
      await careless.close();
      assert.equal(answer.kind, 'ANSWERED');
    });

    test('the first connection fails before anything was sent', async () => {
      const unsteady = await startHttpsPeer();
      unsteady.cutConnections(1);
      unsteady.will(response => answerJson(response, call.answer));
      const { answer, exchanges } = await make(call, { base: unsteady.base });
      const sent = unsteady.received.length;
      await unsteady.close();
      assert.equal(exchanges.length, call.attempts);
      assert.equal(exchanges[0]?.failure, closed);
      assert.equal(answer.kind, call.attempts === 2 ? 'ANSWERED' : 'FAILED');
      assert.equal(sent, call.attempts - 1);
    });

    test('no connection comes about, twice at most', async () => {
      const unsteady = await startHttpsPeer();
      unsteady.cutConnections(3);
      const { answer, exchanges } = await make(call, { base: unsteady.base });
      const tried = unsteady.connections();
      await unsteady.close();
      assert.deepEqual(answer, failed(closed));
      assert.equal(tried, call.attempts);
      assert.equal(exchanges.length, call.attempts);
    });

    test('no connection stands in time', async () => {
      const silent = createServer();
      silent.listen(0, 'localhost');
      await once(silent, 'listening');
      const base = `https://localhost:${(silent.address() as AddressInfo).port}`;
      const { answer } = await make(call, { base, connectTimeout: 100 });
      silent.close();
      assert.deepEqual(answer, failed('no connection within 0.1 s'));
    });

    if (call.needed !== null) {
      test('a member that is needed is missing', async () => {
        const { [call.needed as string]: _, ...rest } = { ...call.answer };
        peer.will(response => answerJson(response, rest));
        const { answer, exchanges } = await make(call);
        const message = `${call.needed} is missing in the answer`;
        assert.deepEqual(answer, { kind: 'REFUSED', code: 911, message });
        assert.equal(exchanges[0]?.failure, message);
      });
    }
  });
}

for (const call of questions) {
  test(`${call.method} waits no longer than its session's budget`, async () => {
    peer.will(() => {});
    const { answer } = await make(call, { budget: 150 });
    assert.deepEqual(answer, failed('no answer within 0.15 s'));
  });
}

test('the limit of the setting is named, whatever of it went to a first attempt', async () => {
  const [call = assert.fail()] = questions;
  const unsteady = await startHttpsPeer();
  unsteady.cutConnections(1);
  unsteady.will(() => {});
  const { answer, exchanges } = await make(call, { base: unsteady.base, answerTimeout: 456 });
  await unsteady.close();
  assert.equal(exchanges.length, 2);
  assert.deepEqual(answer, failed('no answer within 0.46 s'));
});

test('a level of trust that nobody knows is passed on', async () => {
  const call = testedCalls.find(({ method }) => method === 'requestCardDigitization') as TestedCall;
  peer.will(response => answerJson(response, { levelOfTrust: 'PURPLE' }));
  const { answer } = await make(call);
  assert.deepEqual(answer, { kind: 'ANSWERED', message: { levelOfTrust: 'purple' } });
});
