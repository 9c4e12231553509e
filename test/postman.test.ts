import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Collection } from '../openapi/source/postman/convert.ts';
import { d1InboundValues, d1OutboundValues, prepareD1 } from './postman/d1-values.ts';
import { inboundValues, outboundValues } from './postman/gateway-values.ts';
import { type Circumstances, runCollection, type Values } from './postman/run-collection.ts';
import { gatherParties, type TestParties } from './support/test-parties.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';

/** The collections that Postman users import, run by newman against a sandbox: every example, every refusal. */

let sandbox: TestSandbox;
let parties: TestParties;
before(async () => {
  sandbox = await startTestSandbox();
  parties = await gatherParties(sandbox);
});
after(async () => {
  parties?.close();
  await sandbox?.close();
});

const origin = (url: string) => new URL(url).origin;

/** Hub and issuers, by the names that the collections have for them. */
function environment(more: Values = {}): Values {
  const { hub, issuers } = sandbox.description;
  return {
    hubUrl: origin(hub.issuerGatewayUrl),
    issuerUrl: origin(issuers['CMISSUER01']?.url ?? ''),
    ...more,
  };
}

function asIssuer(): Circumstances['certificates'] {
  const { hub, issuers } = sandbox.description;
  const client = issuers['CMISSUER01']?.client ?? assert.fail();
  return { client: client.certificate, key: client.key, authority: hub.ca };
}

/** The hub's own client, towards issuers. */
function asHub(): Circumstances['certificates'] {
  const folder = join(dirname(sandbox.description.hub.ca));
  const authority = join(sandbox.folder, 'issuers', 'server.pem');
  return { client: join(folder, 'client.pem'), key: join(folder, 'client.key'), authority };
}

function asD1Issuer(): Circumstances['certificates'] {
  const { hub, d1 } = sandbox.description;
  const client = d1.issuers['D1ISSUER01']?.client ?? assert.fail();
  return { client: client.certificate, key: client.key, authority: hub.ca };
}

for (const [name, badge] of [
  ['TSH-inbound', 'primary'],
  ['TSH-auxiliary-inbound', 'auxiliary'],
] as const)
  test(`${name}, at the hub`, async () => {
    const ground = { sandbox, parties };
    await runAll(name, {
      certificates: asIssuer(),
      environment: environment(),
      valuesOf: () => inboundValues(ground, badge),
    });
  });

for (const [name, badge] of [
  ['TSH-outbound', 'primary'],
  ['TSH-auxiliary-outbound', 'auxiliary'],
] as const)
  test(`${name}, at the reference issuer`, async () => {
    const values = await outboundValues({ sandbox, parties }, badge);
    await runAll(name, { certificates: asHub(), environment: environment(), valuesOf: async () => values });
  });

for (const api of [
  'v1-Auth2',
  'v1-Card',
  'v1-ClickToPay',
  'v1-Consumer',
  'v1-DigitalCard',
  'v2-Card',
  'v2-Consumer',
])
  test(`D1-Public-IN-${api}, at the hub`, async () => {
    const d1 = await prepareD1(sandbox, parties);
    const name = `D1-Public-IN-${api}`;
    await runAll(name, {
      certificates: asD1Issuer(),
      environment: environment({ bearerToken: d1.bearerToken }),
      valuesOf: operation => d1InboundValues(d1, `${name}/${operation}`),
    });
  });

for (const api of ['v1-Auth2', 'v1-Card', 'v1-Consumer', 'v1-DigitalCard', 'v2-Card'])
  test(`D1-Public-OUT-${api}, at the reference issuer`, async () => {
    const d1 = await prepareD1(sandbox, parties);
    const { values, environment: own } = await d1OutboundValues(d1);
    await runAll(`D1-Public-OUT-${api}`, {
      certificates: asHub(),
      environment: environment(own),
      valuesOf: async () => values,
    });
  });

test('the hub beside them serves the documents and a page of them', async () => {
  const { url } = sandbox.description.operator;
  const page = await (await fetch(`${url}/reference`)).text();
  assert.match(page, /href="\/openapi\/3\.1\/TSH-inbound\.yaml"/);
  assert.equal((await fetch(`${url}/openapi/3.1/TSH-inbound.yaml`)).status, 200);
});

async function runAll(name: string, circumstances: Circumstances): Promise<void> {
  const file = new URL(`../openapi/postman/${name}.postman_collection.json`, import.meta.url);
  const collection: Collection = JSON.parse(await readFile(file, 'utf8'));
  const exchanges = await runCollection(collection, circumstances);
  const operations = collection.item.flatMap(folder => folder.item);
  assert.equal(exchanges.length, 2 * operations.length);
  for (const { operation, example, expected, status, body } of exchanges) {
    const seen = `${operation} ${example}: ${status} ${body.slice(0, 300)}`;
    assert.equal(status, expected.status, seen);
    if (example !== 'success') assert.deepEqual(codeOf(JSON.parse(body)), codeOf(expected.body), seen);
  }
}

/** What a refusal is known by, in any of the families. */
function codeOf(body: unknown): unknown {
  const { responseCode, errorCode, error } = body as Record<string, unknown>;
  return responseCode ?? errorCode ?? error;
}
