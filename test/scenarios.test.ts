import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { catalogue } from '@countermark/sandbox/scenarios/catalogue';
import { runScenario, type ScenarioResult } from '@countermark/sandbox/scenarios/run-scenario';
import type { Scenario } from '@countermark/sandbox/scenarios/scenario';
import { d1ProductIds } from '@countermark/sandbox/test-cards';
import { startTestSandbox, type TestSandbox } from './support/test-sandbox.ts';

let sandbox: TestSandbox;

before(async () => {
  sandbox = await startTestSandbox();
});
after(() => sandbox.close());

function play(scenario: Scenario, seed: string): Promise<ScenarioResult> {
  return runScenario(scenario, { sandbox: sandbox.description, client: sandbox.client, seed });
}

function issuerIds(): string[] {
  const { issuers, d1 } = sandbox.description;
  return [...Object.keys(issuers), ...Object.keys(d1.issuers)];
}

const speaksD1 = ({ product }: Scenario) => d1ProductIds.some(id => id === product);

/** The rows of the published catalogue, and our own list for D1. */
const ids = `S01 S02 S03 S04 S05 S06 S07 S08 S09 S10 S11 S12 S13 S14 S15 S16 S17 S18 S19 S20 S21 S22 S23 S24 S25 S26 S27 S28 S29 S30 S31 S32 S33 S34 S35 S36 S37 S38 S39 S40 S41 S42 S43 S44 S45 S46 S47 S48 S49 ${Array.from({ length: 34 }, (_, index) => `D${String(index + 1).padStart(2, '0')}`).join(' ')}`;

test('the catalogue has every scenario, and no row twice', () => {
  const rows = catalogue.map(({ id }) => id);
  assert.equal(new Set(rows).size, rows.length);
  assert.deepEqual([...new Set(rows.map(id => id.split('/')[0]))], ids.split(' '));
});

describe('with an issuer that answers every call with HTTP 500', () => {
  before(async () => {
    for (const issuerId of issuerIds()) await sandbox.client.injectFaultNamed(issuerId, '500');
  });

  for (const scenario of catalogue.filter(row => !speaksD1(row))) {
    test(`${scenario.id} is reported as failed`, async () => {
      const { passed, actual } = await play(scenario, 'faulty');
      assert.equal(passed, false);
      assert.deepEqual(
        { state: actual.state, exchanges: actual.exchanges.filter(name => !name.startsWith('<')) },
        { state: null, exchanges: ['checkCardEligibility 500'] },
      );
    });
  }

  // The hub goes on telling for a day, so that each of these rows is waited for in vain.
  test('D01 is reported as failed, too: the issuer was told nothing', async () => {
    const [row] = catalogue.filter(({ id }) => id === 'D01');
    if (!row) throw new Error('The catalogue has no D01');
    const { passed, actual } = await play(row, 'faulty');
    assert.equal(passed, false);
    assert.deepEqual(actual.d1Notices, []);
  });
});

test('a row that expects something else is reported as failed, with what came instead', async () => {
  for (const issuerId of issuerIds()) await sandbox.client.clearFaults(issuerId);
  const [row] = catalogue.filter(({ id }) => id === 'S12/158');
  if (!row) throw new Error('The catalogue has no S12/158');
  const expect = { ...row.expect, code: 159 };
  const { passed, expected, actual } = await play({ ...row, expect }, 'other');
  assert.deepEqual({ passed, expected, actual }, { passed: false, expected: expect, actual: row.expect });
});
