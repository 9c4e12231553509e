import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  detachedSignature,
  header,
  makeElsewhere,
  signingKey,
} from '@countermark/hub/peers/batch-hub.fixture';
import { domesticTsp } from '@countermark/hub/peers/tsp/domestic/domestic-tsp';
import type { OpenStore } from '@countermark/hub/store/store';
import { anIssuer, aProduct, aRequestor } from '@countermark/hub/store/test-objects';
import { fileKeyProvider } from '@countermark/hub/vault/key-providers/file';
import { openVault } from '@countermark/hub/vault/vault';
import type { BearerClient } from '@countermark/sandbox/bearer-client';
import type { HubChild } from '@countermark/sandbox/sandbox/hub-child';
import { luhnCheckDigit } from '@countermark/wire/card/pan';
import { importSealingKey, type SealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';
import { writeRegisteredFpan } from '@countermark/wire/issuer-gateway/plaintext/registered-fpan';
import { type BatchDetails, batchFileMediaType } from '@countermark/wire/operator/batch';
import type { HubView } from '@countermark/wire/operator/hub';
import { secureIds } from '../../packages/hub/src/main/ids.ts';
import { type HubGround, prepareHubGround } from './hub-under-test.ts';

/** An issuer with cards, some of which have a token at the TSP that the hub does not know. */
export interface BatchGround {
  ground: HubGround;
  store: OpenStore;
  /** A signed batch file with one record for each card, the first of them with a token; gives its path. */
  writeBatchFile(hub: HubChild): Promise<string>;
  send(hub: HubChild, file: string): Promise<BatchDetails>;
  /** Looks at a file until it is as awaited. */
  follow(
    hub: HubChild,
    file: { fileId: string; until: (file: BatchDetails) => boolean },
  ): Promise<BatchDetails>;
  close(): Promise<void>;
}

const product = aProduct({ tsp: 'DOMESTIC', panRanges: [{ prefix: '999010', panLength: 16 }] });

export async function prepareBatchGround(cards: { total: number; withToken: number }): Promise<BatchGround> {
  const ground = await prepareHubGround('postgresql');
  const store = await ground.openStore();
  await store.issuers.save(anIssuer());
  await store.issuers.savePublicKey({ ...signingKey, purpose: 'SIGNING', createdAt: new Date() });
  await store.products.save(product);
  await store.requestors.save(aRequestor());
  await makeTokens(ground, store, cards.withToken);
  const operator = (hub: HubChild) => ground.operator(hub);
  return {
    ground,
    store,
    writeBatchFile: hub => writeBatchFile({ ground, operator: operator(hub), count: cards.total }),
    async send(hub, file) {
      const upload = { content: createReadStream(file), media: batchFileMediaType };
      return (await operator(hub).upload('/batches', upload)) as BatchDetails;
    },
    async follow(hub, { fileId, until }) {
      for (;;) {
        const file = (await operator(hub).get(`/batches/${fileId}`)) as BatchDetails;
        if (until(file)) return file;
        await pause(100);
      }
    },
    async close() {
      await store.close();
      await ground.close();
    },
  };
}

function panOf(card: number): string {
  const body = `999010${String(card).padStart(9, '0')}`;
  return body + luhnCheckDigit(body);
}

/** Past the hub, in its TSP: by a wallet long ago. */
async function makeTokens({ configFile }: HubGround, store: OpenStore, count: number): Promise<void> {
  const keyProvider = await fileKeyProvider(join(dirname(configFile), 'vault.key'));
  const vault = await openVault({ keyProvider, keyStore: store.vaultKeys });
  const clock = { now: () => new Date() };
  const tsp = domesticTsp({ tokens: store.domesticTokens, vault, clock, ids: secureIds(clock) });
  for (let card = 0; card < count; card += 1)
    await makeElsewhere({ tsp, vault }, { pan: panOf(card), product });
}

async function writeBatchFile(parts: {
  ground: HubGround;
  operator: BearerClient;
  count: number;
}): Promise<string> {
  const { envelopeCertificates } = (await parts.operator.get('/hub')) as HubView;
  const [envelope] = envelopeCertificates;
  if (!envelope) throw new Error('the hub has no envelope key');
  const key = importSealingKey(envelope);
  const records: object[] = [];
  for (let rowId = 0; rowId < parts.count; rowId += 1) records.push(await recordOf(rowId, key));
  const content = JSON.stringify({ header, records });
  const path = join(dirname(parts.ground.configFile), `B1-1-${Math.floor(Date.now() / 1000)}.json`);
  await writeFile(path, `${content.slice(0, -1)},"signature":"${detachedSignature(content)}"}`);
  return path;
}

async function recordOf(rowId: number, key: SealingKey): Promise<object> {
  const encryptedData = await sealEnvelope(writeRegisteredFpan({ fpan: panOf(rowId) }), {
    key,
    padding: 'RSAES-OAEP-SHA-256',
    recipient: 'subjectKeyIdentifier',
    encoding: 'base64',
  });
  const card = { id: `CARD-${rowId}`, encryptedData, scheme: product.scheme };
  return { rowId, virtualCardRegistrationRequest: { card } };
}
