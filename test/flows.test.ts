import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { flows } from '../docs/flows/flows.ts';
import { renderFlow } from '../docs/flows/render-flows.ts';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';

/** The pictures of docs/flows.md are what the sandbox plays. */
const page = await readFile(new URL('../docs/flows.md', import.meta.url), 'utf8');

describe('a flow is as docs/flows.md draws it,', () => {
  let sandbox: TestSandbox;

  before(async () => {
    sandbox = await startTestSandbox();
  });
  after(() => sandbox?.close());

  for (const flow of flows) {
    test(flow.part, async () => {
      const means = { sandbox: sandbox.description, client: sandbox.client, seed: 'flows' };
      assert.equal(
        drawn(flow.part),
        await renderFlow(flow, means),
        'with a fresh sandbox running, node docs/flows/write.ts draws it anew',
      );
    });
  }
});

test('every picture that the page has a place for is drawn', () => {
  const places = [...page.matchAll(/^<!-- generated: (?<part>.+) -->$/gm)].map(
    match => match.groups?.['part'],
  );
  assert.deepEqual(places.toSorted(), flows.map(({ part }) => part).toSorted());
});

function drawn(part: string): string | undefined {
  return page.split(`<!-- generated: ${part} -->\n\n`)[1]?.split(`\n\n<!-- end of ${part} -->`)[0];
}
