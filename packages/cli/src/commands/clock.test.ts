import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { operatorApi, operatorToken } from '@countermark/hub/peers/operator/inbound/operator-api.fixture';
import { runCommand } from '../command-line.fixture.ts';

const sandbox = await operatorApi();
const production = await operatorApi({ adjustable: false });
after(() => Promise.all([sandbox.app.close(), production.app.close()]));

const environment = async ({ app }: typeof sandbox) => ({
  COUNTERMARK_OPERATOR_URL: await app.listen({ host: '127.0.0.1', port: 0 }),
  COUNTERMARK_OPERATOR_TOKEN: operatorToken,
});
const inSandbox = await environment(sandbox);
const inProduction = await environment(production);

it("moves a sandbox's clock forward", async () => {
  const clock = async (...words: string[]) => (await runCommand(['clock', ...words], { env: inSandbox })).out;
  assert.equal(await clock(), '2026-11-22 10:00:00.000 UTC, real time');
  assert.equal(await clock('advance', '24h'), '2026-11-23 10:00:00.000 UTC, 1 d ahead of real time');
  assert.deepEqual(JSON.parse(await clock('advance', '90s', '--json')), {
    now: '2026-11-23T10:01:30.000Z',
    offsetMilliseconds: 86_490_000,
    adjustable: true,
  });
  assert.equal(JSON.parse(await clock('--json')).offsetMilliseconds, 86_490_000);
});

it('moves it at most 400 days at once', async () => {
  const { exitCode, err } = await runCommand(['clock', 'advance', '401d'], { env: inSandbox });
  assert.deepEqual([exitCode, /400 days/.test(err)], [1, true]);
});

it('leaves the clock of a hub in production alone', async () => {
  const { out } = await runCommand(['clock'], { env: inProduction });
  assert.equal(out, '2026-11-22 10:00:00.000 UTC, real time: this hub runs in production');
  const { exitCode, err } = await runCommand(['clock', 'advance', '1d'], { env: inProduction });
  assert.deepEqual([exitCode, /production/.test(err)], [1, true]);
});
