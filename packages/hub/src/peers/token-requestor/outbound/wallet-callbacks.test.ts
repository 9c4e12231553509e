import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { TokenRequestor } from '../../../core/token-requestor.ts';
import type { Wallet } from '../../../ports/wallet.ts';
import { outboundLog } from '../../exchange-log.ts';
import { httpsClients } from '../../https-clients.ts';
import { answerJson, drip, type Script, startHttpsPeer } from '../../https-peer.fixture.ts';
import { recordedExchanges } from '../../recorded-exchanges.fixture.ts';
import { hubAuthority, hubClient, localhostServer } from '../../tls-identities.fixture.ts';
import { walletCallbacks } from './wallet-callbacks.ts';

const peer = await startHttpsPeer();
const clients = httpsClients(hubClient);
after(async () => {
  await clients.close();
  await peer.close();
});

const patient = { connectTimeout: 30_000, answerTimeout: 30_000 };

const requestor: TokenRequestor = {
  requestorId: 'applepay',
  name: 'Test Wallet',
  tokenRequestorIds: [{ id: '40010030273', walletProviderId: null }],
  callbackBase: `${peer.base}/callbacks`,
  callbackTrust: localhostServer.certificatePem,
};

const change = {
  correlationId: 'session-1',
  virtualCardId: 'token-1',
  tokenStorageId: 'device-1',
  action: 'SUSPEND',
  state: 'SUSPENDED',
  cardLastDigits: '0016',
};

const message = {
  correlationId: 'session-2',
  virtualCardId: 'token-1',
  message: 'Dear Ms Doe, your card is on its way',
  language: 'en',
};

const calls = [
  {
    operation: 'applyTokenChange',
    path: '/callbacks/token-changes',
    correlationId: 'session-1',
    sent: change,
    logged: change,
    make: (wallet: Wallet, to: TokenRequestor) => wallet.applyTokenChange(to, change),
  },
  {
    operation: 'showMessage',
    path: '/callbacks/messages',
    correlationId: 'session-2',
    sent: message,
    logged: { ...message, message: '‹masked›' },
    make: (wallet: Wallet, to: TokenRequestor) => wallet.showMessage(to, message),
  },
];

const faults: [string, Script, number | null, string][] = [
  ['HTTP 400', response => answerJson(response, {}, 400), 400, 'answered with HTTP 400'],
  ['HTTP 500', response => response.writeHead(500).end(), 500, 'answered with HTTP 500'],
  ['a redirect', response => response.writeHead(307, { location: '/' }).end(), 307, 'answered with HTTP 307'],
  ['a closed connection', (_, { cut }) => cut(), null, 'connection closed by the other side'],
];

for (const { operation, path, correlationId, sent, logged, make } of calls) {
  describe(operation, () => {
    for (const status of [200, 202, 204]) {
      test(`HTTP ${status} says that the device has it`, async () => {
        const { log, exchanges } = recordedExchanges();
        peer.will(response => response.writeHead(status).end());
        assert.equal(await make(walletCallbacks({ clients, log }), requestor), 'APPLIED');

        assert.equal(peer.received.length, 1);
        const [request] = peer.received;
        assert.deepEqual([request?.method, request?.path], ['POST', path]);
        assert.equal(request?.headers['content-type'], 'application/json');
        assert.equal(request?.tls.clientName, 'CN=Test hub');
        assert.deepEqual(JSON.parse(request?.body ?? ''), sent);

        const [exchange] = exchanges;
        const { direction, peer: otherEnd, request: shown, failure } = exchange ?? {};
        assert.deepEqual([direction, otherEnd, failure], ['outbound', 'requestor:applepay', null]);
        assert.deepEqual([exchange?.operation, exchange?.correlationId], [operation, correlationId]);
        assert.deepEqual(shown, logged);
        assert.equal(exchange?.status, status);
      });
    }

    for (const [name, script, status, failure] of faults) {
      test(`after ${name} the device counts as unreachable, and nothing is resent`, async () => {
        const { log, exchanges } = recordedExchanges();
        peer.will(script);
        const wallet = walletCallbacks({ clients, log, limits: patient });
        assert.equal(await make(wallet, requestor), 'UNREACHABLE');
        assert.equal(peer.received.length, 1);
        assert.deepEqual(
          exchanges.map(exchange => [exchange.status, exchange.failure]),
          [[status, failure]],
        );
      });
    }

    for (const [name, script] of [
      ['silence', () => {}],
      ['a drip', drip],
    ] satisfies [string, Script][]) {
      test(`${name} is cut off at the limit`, async () => {
        const { log, exchanges } = recordedExchanges();
        peer.will(script);
        const wallet = walletCallbacks({ clients, log, limits: { ...patient, answerTimeout: 150 } });
        assert.equal(await make(wallet, requestor), 'UNREACHABLE');
        assert.equal(exchanges[0]?.failure, 'no answer within 0.15 s');
      });
    }

    test('a wallet whose certificate is not trusted is told nothing', async () => {
      const { log, exchanges } = recordedExchanges();
      peer.will(response => answerJson(response, {}));
      const stranger = { ...requestor, callbackTrust: hubAuthority.certificatePem };
      const wallet = walletCallbacks({ clients, log, limits: patient });
      assert.equal(await make(wallet, stranger), 'UNREACHABLE');
      assert.equal(peer.received.length, 0);
      assert.equal(exchanges[0]?.failure, 'server certificate not trusted');
    });

    test('a requestor without callback has nothing to be told', async () => {
      const { log, exchanges } = recordedExchanges();
      peer.will(response => answerJson(response, {}));
      const merchant = { ...requestor, callbackBase: null };
      assert.equal(await make(walletCallbacks({ clients, log }), merchant), 'APPLIED');
      assert.equal(peer.received.length, 0);
      assert.equal(exchanges.length, 0);
    });

    test('an exchange log that fails stops no call', async () => {
      const reported: unknown[] = [];
      const log = outboundLog({
        clock: { now: () => new Date() },
        ids: { uuid: () => '0190f000-0000-7000-8000-000000000001' },
        record: () => Promise.reject(new Error('the database is gone')),
        report: fault => reported.push(fault),
      });
      peer.will(response => answerJson(response, {}));
      assert.equal(await make(walletCallbacks({ clients, log }), requestor), 'APPLIED');
      assert.equal(reported.length, 1);
    });
  });
}
