import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { examplesOf, type Reader, skip, startReader } from './readme/reader.ts';

const guides = [
  'deliveries.md',
  'life-cycle.md',
  'networks.md',
  'external-tsp.md',
  'device-binding.md',
  'cobadged.md',
  'detokenization.md',
  'push-provisioning.md',
  'batch.md',
  'reconcile.md',
  'd1.md',
  'encryption.md',
  'api-protocol.md',
  'connectivity.md',
];

describe('the commands of a guide do what it says,', { skip }, () => {
  let reader: Reader;

  before(async () => {
    reader = await startReader();
    const functions = (await examplesOf('README.md')).find(({ heading }) =>
      heading.startsWith('Be the issuer'),
    );
    assert.ok(functions);
    await reader.tryOut(functions);
  });
  after(() => reader.close());

  for (const guide of guides) {
    test(guide, async () => {
      const examples = await examplesOf(`docs/${guide}`);
      assert.ok(examples.length > 0);
      for (const example of examples) await reader.tryOut(example);
    });
  }
});
