import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoadSessions } from './load-sessions.ts';

test('figures and ratios are those of the sessions that were played', () => {
  const load = new LoadSessions({ sessions: 4, concurrency: 2 });
  assert.equal(load.figures(), null);
  assert.equal(load.ratios(), null);

  load.add({ path: 'green', succeeded: true, stepUpTypes: [], answerTimes: [1, 2, 3, 4] });
  load.add({ path: 'yellow', succeeded: true, stepUpTypes: ['email', 'cell_phone'], answerTimes: [10] });
  load.add({ path: 'yellow', succeeded: false, stepUpTypes: ['bank_app'], answerTimes: [90] });
  assert.deepEqual(load.figures(), { sessions: 3, concurrency: 2, p50: 3, p99: 90, failures: 1 });
  assert.deepEqual(load.ratios(), {
    sessions: { played: 3, succeeded: 2, ratio: 2 / 3 },
    greenPath: { played: 1, succeeded: 1, ratio: 1 },
    yellowPath: { played: 2, succeeded: 1, ratio: 0.5 },
    stepUpMethods: { fewest: 1, most: 2, types: ['bank_app', 'cell_phone', 'email'] },
  });
});
