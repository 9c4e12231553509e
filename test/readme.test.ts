import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { inboundOperations } from '@countermark/wire/issuer-gateway/operations';
import { examplesOf, type Reader, skip, startReader } from './readme/reader.ts';

const examples = await examplesOf('README.md');

describe('the commands of the README do what it says,', { skip }, () => {
  let reader: Reader;

  before(async () => {
    reader = await startReader();
  });
  after(() => reader.close());

  for (const [index, example] of examples.entries()) {
    test(`${index + 1}, ${example.heading}`, () => reader.tryOut(example));
  }
});

describe('the README has an example with curl that is answered with HTTP 200, for', () => {
  for (const { name } of inboundOperations) {
    test(name, () => {
      const calls = examples.filter(({ commands }) => commands.includes(`$hub/${name} --data`));
      const options = /curl --cert \S+ --key \S+ --cacert \S+/;
      const complete = calls.filter(
        ({ commands, output }) => options.test(commands) && output?.startsWith('HTTP 200'),
      );
      assert.ok(complete.length > 0);
    });
  }
});
