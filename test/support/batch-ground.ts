import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  detachedSignature,
  header,
  makeElsewhere,
  signingKey,
} from '@countermark/hub/peers/batch-hub.fixture';
import { domesticTsp } from '@countermark/hub/peers/tsp/domestic/domestic-tsp';
import type { OpenStore } from '@countermark/hub/store/store';
import { anIssuer, aRequestor } from '@countermark/hub/store/test-objects';
import { fileKeyProvider } from '@countermark/hub/vault/key-providers/file';
import { openVault } from '@countermark/hub/vault/vault';
import type { BearerClient } from '@countermark/sandbox/bearer-client';
import type { HubChild } from '@countermark/sandbox/sandbox/hub-child';
import { type BatchDetails, batchFileMediaType } from '@countermark/wire/operator/batch';
import type { HubView } from '@countermark/wire/operator/hub';
import type { CardProduct } from '../../packages/hub/src/core/card-product.ts';
import { secureIds } from '../../packages/hub/src/main/ids.ts';
import { type BatchForm, panOf } from './batch-forms.ts';
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

export async function prepareBatchGround(
  form: BatchForm,
  cards: { total: number; withToken: number },
): Promise<BatchGround> {
  const ground = await prepareHubGround('postgresql');
  const store = await ground.openStore();
  await store.issuers.save(anIssuer());
  await store.issuers.savePublicKey({ ...signingKey, purpose: 'SIGNING', createdAt: new Date() });
  await store.products.save(form.product);
  await store.requestors.save(aRequestor());
  await makeTokens(ground, store, { product: form.product, count: cards.withToken });
  const operator = (hub: HubChild) => ground.operator(hub);
  return {
    ground,
    store,
    writeBatchFile: hub => writeBatchFile({ ground, operator: operator(hub), form, count: cards.total }),
    async send(hub, file) {
      const upload = { content: createReadStream(file), media: batchFileMediaType };
      return (await operator(hub).upload(`/batches?fileName=${basename(file)}`, upload)) as BatchDetails;
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

/** Past the hub, in its TSP: by a wallet long ago. */
async function makeTokens(
  { configFile }: HubGround,
  store: OpenStore,
  { product, count }: { product: CardProduct; count: number },
): Promise<void> {
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
  form: BatchForm;
  count: number;
}): Promise<string> {
  const { ground, operator, form, count } = parts;
  const write = form.writer((await operator.get('/hub')) as HubView);
  const records: object[] = [];
  for (let rowId = 0; rowId < count; rowId += 1) records.push(await write(rowId));
  const content = JSON.stringify({ header: { ...header, operation: form.operation }, records });
  const path = join(dirname(ground.configFile), `B1-1-${Math.floor(Date.now() / 1000)}.json`);
  await writeFile(path, `${content.slice(0, -1)},"signature":"${detachedSignature(content)}"}`);
  return path;
}
