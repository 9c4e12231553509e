import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue } from '@countermark/sandbox/scenarios/catalogue';
import { runScenario } from '@countermark/sandbox/scenarios/run-scenario';
import { peakMemory } from './support/peak-memory.ts';
import { withoutPostgresql } from './support/postgresql.ts';
import { startTestSandbox } from './support/test-sandbox.ts';

const limit = 250;

const skip =
  process.platform === 'linux'
    ? withoutPostgresql
    : 'needs Linux: peak memory is read from /proc/<pid>/status';

test(`a hub on PostgreSQL stays below ${limit} MB while it plays every scenario`, { skip }, async t => {
  const sandbox = await startTestSandbox('postgresql');
  t.after(() => sandbox.close());
  const { description, client } = sandbox;
  for (const scenario of catalogue) {
    const { passed } = await runScenario(scenario, { sandbox: description, client, seed: 'memory' });
    assert.ok(passed, scenario.id);
  }
  const peak = await peakMemory(description.hub.pid);
  t.diagnostic(`VmHWM of the hub: ${Math.round(peak)} MB`);
  assert.ok(peak < limit, `the hub took ${Math.round(peak)} MB`);
});
