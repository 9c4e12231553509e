import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  type CertifiedKey,
  createAuthority,
  issueTlsCertificate,
  selfSignTlsCertificate,
  validFor,
} from '@countermark/hub/identity/certificates';
import { Agent, request } from 'undici';
import { startCallbackServer } from './callback-server.ts';
import { Devices } from './devices.ts';

const validity = validFor(1, new Date());
const client = { commonName: 'client', use: { role: 'client' }, validity } as const;
const authority = await createAuthority({ commonName: 'Hub', validity });
const hub = await issueTlsCertificate(authority, client);
const identity = await selfSignTlsCertificate({
  commonName: 'wallet',
  use: { role: 'server', hosts: ['localhost'] },
  validity,
});

const devices = new Devices();
const server = await startCallbackServer({
  host: 'localhost',
  port: 0,
  identity,
  caPem: authority.certificatePem,
  devices,
});
after(() => server.close());

/** The status of one call, over a connection of its own. */
async function call(path: string, body: unknown, caller: CertifiedKey | null = hub): Promise<number> {
  const ca = identity.certificatePem;
  const agent = new Agent({
    connect: caller ? { ca, cert: caller.certificatePem, key: caller.privateKeyPem } : { ca },
  });
  try {
    const response = await request(server.callbackBase + path, {
      dispatcher: agent,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await response.body.dump();
    return response.statusCode;
  } finally {
    await agent.destroy();
  }
}

const change = (virtualCardId: string) => ({
  correlationId: 'correlation-1',
  virtualCardId,
  action: 'SUSPEND',
  state: 'SUSPENDED',
  cardLastDigits: '0003',
});

test('a change is put on the device, each time it comes', async () => {
  assert.equal(await call('/token-changes', change('vc-1')), 204);
  assert.equal(await call('/token-changes', change('vc-1')), 204);
  assert.deepEqual(devices.display('vc-1'), {
    virtualCardId: 'vc-1',
    condition: 'reachable',
    state: 'SUSPENDED',
    cardLastDigits: '0003',
    changes: [change('vc-1'), change('vc-1')],
    elements: [],
    messages: [],
  });
});

test('a message is shown', async () => {
  const message = {
    correlationId: 'correlation-2',
    virtualCardId: 'vc-2',
    message: 'Hello',
    messageId: 'm-1',
  };
  assert.equal(await call('/messages', message), 204);
  assert.deepEqual(devices.display('vc-2')?.messages, [message]);
  assert.equal(devices.display('vc-2')?.state, null);
});

test('an unreachable device gives no answer, a refusing one says so, and both remember nothing', async () => {
  devices.setCondition('vc-3', 'unreachable');
  await assert.rejects(call('/token-changes', change('vc-3')), { code: 'UND_ERR_SOCKET' });
  devices.setCondition('vc-3', 'refusing');
  assert.equal(await call('/token-changes', change('vc-3')), 503);
  assert.deepEqual(devices.display('vc-3')?.changes, []);
  devices.setCondition('vc-3', 'reachable');
  assert.equal(await call('/token-changes', change('vc-3')), 204);
  assert.equal(devices.display('vc-3')?.state, 'SUSPENDED');
});

test('the condition of one device is not that of another', async () => {
  devices.setCondition('vc-4', 'unreachable');
  assert.equal(await call('/token-changes', change('vc-5')), 204);
});

test('a message that is not in the API is refused', async () => {
  assert.equal(await call('/token-changes', { virtualCardId: 'vc-6' }), 400);
  assert.equal(await call('/messages', { ...change('vc-6') }), 400);
  assert.equal(devices.display('vc-6'), undefined);
});

test('only client certificates of the authority of the hub get through', async () => {
  const otherAuthority = await createAuthority({ commonName: 'Hub', validity });
  const strangers = [
    null,
    await selfSignTlsCertificate(client),
    await issueTlsCertificate(otherAuthority, client),
    await issueTlsCertificate(authority, { ...client, use: { role: 'server', hosts: ['localhost'] } }),
  ];
  for (const stranger of strangers) await assert.rejects(call('/token-changes', change('vc-7'), stranger));
  assert.equal(devices.display('vc-7'), undefined);
});
