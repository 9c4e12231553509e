import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { type ClockView, farthestAdvance } from '@countermark/wire/operator/clock';
import { operatorApi } from './operator-api.fixture.ts';

const { app, call, refused } = await operatorApi();
after(() => app.close());

const hour = 60 * 60 * 1000;

describe('the clock', () => {
  it('tells the time and moves forward', async () => {
    assert.deepEqual((await call('GET', '/clock')).body, {
      now: '2026-11-22T10:00:00.000Z',
      offsetMilliseconds: 0,
      adjustable: true,
    });
    const moved = await call<ClockView>('POST', '/clock/advance', { milliseconds: hour });
    assert.deepEqual([moved.status, moved.body.now], [200, '2026-11-22T11:00:00.000Z']);
    const again = await call<ClockView>('POST', '/clock/advance', { milliseconds: farthestAdvance });
    assert.equal(again.body.offsetMilliseconds, farthestAdvance + hour);
  });

  it('moves neither back, nor in parts of a millisecond, nor too far at once', async () => {
    for (const milliseconds of [0, -1, 1.5, farthestAdvance + 1, '1000']) {
      const refusal = await refused('bad-parameter', ['POST', '/clock/advance', { milliseconds }]);
      assert.equal(refusal.parameter, 'milliseconds');
      assert.match(refusal.message, /400 days/);
    }
    await refused('missing-parameter', ['POST', '/clock/advance', {}]);
  });

  it('stands by real time in production, and says so', async () => {
    const production = await operatorApi({ adjustable: false });
    assert.equal((await production.call<ClockView>('GET', '/clock')).body.adjustable, false);
    const refusal = await production.refused('clock-not-adjustable', [
      'POST',
      '/clock/advance',
      { milliseconds: hour },
    ]);
    assert.match(refusal.message, /production/);
    assert.equal((await production.call<ClockView>('GET', '/clock')).body.offsetMilliseconds, 0);
    await production.app.close();
  });
});
