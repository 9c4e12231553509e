import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, beforeEach, describe, it } from 'node:test';
import type { AggregatorList, AggregatorView } from '@countermark/wire/operator/aggregator';
import { anIssuer } from '../../../store/test-objects.ts';
import { openOperatorApi } from './operator-api.fixture.ts';

const { store, call, refused, close } = await openOperatorApi();
after(close);
beforeEach(() => store.empty());

const url = '/aggregators/AGGREGATE1';
const aggregator = { issuerIds: ['BANKONE001'] };
const keyPair = (curve: string) => generateKeyPairSync('ec', { namedCurve: curve });
const { publicKey, privateKey } = keyPair('P-256');
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();

describe('PUT /aggregators/{aggregatorId}', () => {
  it('makes one, and replaces it; its keys stay', async () => {
    const made = await call<AggregatorView>('PUT', url, aggregator);
    const view = { aggregatorId: 'AGGREGATE1', name: 'AGGREGATE1', ...aggregator, keys: [] };
    assert.deepEqual([made.status, made.body], [201, view]);
    await call('PUT', `${url}/keys/key-1`, { publicKeyPem: pem });
    const change = { name: 'Processor', issuerIds: ['BANKTWO002', 'BANKONE001'] };
    const { status, body } = await call<AggregatorView>('PUT', url, change);
    assert.deepEqual([status, body.name, body.issuerIds], [200, 'Processor', change.issuerIds]);
    assert.deepEqual(
      body.keys.map(({ keyIdentifier, publicKeyPem }) => [keyIdentifier, publicKeyPem]),
      [['key-1', pem]],
    );
    assert.equal(await store.aggregators.actsFor('AGGREGATE1', 'BANKTWO002'), true);
  });

  it('refuses what cannot be, and changes nothing', async () => {
    assert.equal((await refused('missing-parameter', ['PUT', url, {}])).parameter, 'issuerIds');
    await refused('bad-parameter', ['PUT', url, { issuerIds: ['SHORT'] }]);
    await refused('bad-parameter', ['PUT', url, { issuerIds: ['BANKONE001', 'BANKONE001'] }]);
    await refused('bad-parameter', ['PUT', '/aggregators/SHORT', aggregator]);
    assert.deepEqual(await store.aggregators.list(), []);
  });

  it('has no id of an issuer, and an issuer none of an aggregator', async () => {
    await store.issuers.save(anIssuer());
    const taken = await refused('id-taken', ['PUT', '/aggregators/BANKONE001', aggregator]);
    assert.match(taken.message, /BANKONE001 is an issuer/);
    await call('PUT', url, aggregator);
    const settings = { outboundBase: 'https://issuer.example' };
    const other = await refused('id-taken', ['PUT', '/issuers/AGGREGATE1', { name: 'Bank', settings }]);
    assert.match(other.message, /AGGREGATE1 is an aggregator/);
    assert.equal(await store.issuers.find('AGGREGATE1'), null);
  });
});

describe('GET /aggregators', () => {
  it('lists all, and one', async () => {
    await call('PUT', url, aggregator);
    const { aggregators } = (await call<AggregatorList>('GET', '/aggregators')).body;
    assert.deepEqual(aggregators, [{ aggregatorId: 'AGGREGATE1', name: 'AGGREGATE1', ...aggregator }]);
    assert.equal((await call<AggregatorView>('GET', url)).body.aggregatorId, 'AGGREGATE1');
  });

  it('knows none that is not there', async () => {
    assert.match((await refused('not-found', ['GET', url])).message, /AGGREGATE1/);
  });
});

describe('/aggregators/{aggregatorId}/keys/{keyIdentifier}', () => {
  const key = `${url}/keys/key-1`;

  it('uploads and removes a key', async () => {
    await call('PUT', url, aggregator);
    assert.equal((await call('PUT', key, { publicKeyPem: pem })).status, 201);
    assert.equal((await call('PUT', key, { publicKeyPem: pem })).status, 200);
    assert.equal((await call('DELETE', key)).status, 204);
    await refused('not-found', ['DELETE', key]);
    assert.deepEqual(await store.aggregators.keys('AGGREGATE1'), []);
  });

  it('takes P-256 alone, and no private key', async () => {
    await call('PUT', url, aggregator);
    const asPem = (one: typeof publicKey) => one.export({ type: 'spki', format: 'pem' }).toString();
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    for (const [publicKeyPem, fault] of [
      [asPem(keyPair('P-384').publicKey), /P-256/],
      [asPem(rsa.publicKey), /P-256/],
      [privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), /private key/],
      ['no key', /PEM/],
    ] as const)
      assert.match((await refused('bad-key', ['PUT', key, { publicKeyPem }])).message, fault);
    await refused('not-found', ['PUT', '/aggregators/AGGREGATE2/keys/key-1', { publicKeyPem: pem }]);
    assert.deepEqual(await store.aggregators.keys('AGGREGATE1'), []);
  });
});
