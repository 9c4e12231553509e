import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { DirectoryConsumer } from '@countermark/hub/core/directory';
import { mastercardDirectory } from '@countermark/hub/peers/directory/mastercard/mastercard-directory';
import { visaDirectory } from '@countermark/hub/peers/directory/visa/visa-directory';
import { type HttpsClients, httpsClients } from '@countermark/hub/peers/https-clients';
import type { Directory } from '@countermark/hub/ports/directory';
import { sandboxPanPrefixes, testPan } from '@countermark/sandbox/test-cards';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';
import { until } from './support/until.ts';

/** The directories of a sandbox, which ask its hub for tokens. */

let sandbox: TestSandbox;
let clients: HttpsClients;
let directories: Record<'visa' | 'mastercard', Directory>;

before(async () => {
  sandbox = await startTestSandbox();
  const read = (name: string) => readFile(join(sandbox.folder, 'hub', name), 'utf8');
  clients = httpsClients({
    certificatePem: await read('client.pem'),
    privateKeyPem: await read('client.key'),
  });
  const { visa, mastercard, certificate } = sandbox.description.directories;
  const serverTrust = await readFile(certificate, 'utf8');
  const line = { serverTrust, clients, log: () => async () => undefined };
  directories = {
    visa: visaDirectory({ ...line, url: visa, bid: '10012345' }),
    mastercard: mastercardDirectory({
      ...line,
      url: mastercard,
      srcClientId: 'sandbox',
      serviceId: 'click-to-pay',
    }),
  };
});
after(async () => {
  await clients?.close();
  await sandbox?.close();
});

const call = { correlationId: 'test' };
const consumer: DirectoryConsumer = {
  externalConsumerId: 'consumer-1',
  firstName: 'Kari',
  middleName: null,
  lastName: 'Nordmann',
  email: 'kari@example.com',
  phone: '+4741234567',
  language: 'nb-NO',
  country: 'NO',
};
const billingAddress = {
  line1: 'Storgata 1',
  line2: null,
  city: 'Oslo',
  state: null,
  zipCode: '0155',
  countryCode: 'NO',
};

const stateOf = async (virtualCardId: string) => (await sandbox.client.token(virtualCardId)).token.state;

for (const { name, product, trid } of [
  { name: 'visa', product: 'DEMO-VISA', trid: '40010075338' },
  { name: 'mastercard', product: 'DEMO-MASTERCARD', trid: '50123197928' },
] as const)
  test(`a card enrolled at ${name} has a token of the hub, which goes when the card does`, async () => {
    const directory = directories[name];
    const card = {
      externalCardId: 'card-1',
      pan: testPan({ prefix: sandboxPanPrefixes[product], seed: 'click to pay' }),
      expiry: '1230',
      cardholderName: 'KARI NORDMANN',
      billingAddress,
    };
    let outcome = await directory.enrol(consumer, [card], call);
    await until('an outcome', async () => {
      if (outcome.status === 'PENDING') outcome = await directory.poll(outcome.trace, call);
      return outcome.status !== 'PENDING';
    });
    assert.deepEqual(outcome, { status: 'SUCCESSFUL' });
    const [profile] = await sandbox.client.directoryProfiles(name);
    const virtualCardId = profile?.cards[0]?.virtualCardId ?? assert.fail('no token');
    const { token } = await sandbox.client.token(virtualCardId);
    assert.partialDeepStrictEqual(token, {
      state: 'RESUMED',
      tokenRequestorId: trid,
      walletProviderId: 'CLICK_TO_PAY',
      tokenType: 'CARD_ON_FILE',
    });
    await directory.removeConsumer(consumer.externalConsumerId, call);
    await until('the end of the token', async () => (await stateOf(virtualCardId)) === 'DELETED');
    assert.deepEqual(await sandbox.client.directoryProfiles(name), []);
  });

test('the control API refuses what it does not know', async () => {
  const { client } = sandbox;
  const refused = { name: 'ApiRefusal' };
  await assert.rejects(client.directoryProfiles('amex' as 'visa'), { ...refused, status: 404 });
  const fault = { operation: 'getData', fault: 'sulks' as '503' };
  await assert.rejects(client.injectDirectoryFault('visa', fault), { ...refused, status: 400 });
  await client.injectDirectoryFault('visa', { operation: 'getData', fault: '503', times: 1 });
  assert.equal((await directories.visa.profile('nobody', call)).status, 'UNAVAILABLE');
  assert.deepEqual(await directories.visa.profile('nobody', call), { status: 'READ', profile: null });
  await client.clearDirectoryFaults('visa');
  assert.equal(await client.releaseDirectory('visa'), 0);
});
