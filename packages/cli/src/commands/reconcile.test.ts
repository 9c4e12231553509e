import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { openBatchHub } from '@countermark/hub/peers/batch-hub.fixture';
import { operatorApi, operatorToken } from '@countermark/hub/peers/operator/inbound/operator-api.fixture';
import { aCard, aToken } from '@countermark/hub/store/test-objects';
import { runCommand } from '../command-line.fixture.ts';

const { hub, store, tsp, reset } = await openBatchHub();
const api = await operatorApi({ store });
Object.assign(api.hub, hub);
const url = await api.app.listen({ host: '127.0.0.1', port: 0 });
after(async () => {
  await api.app.close();
  await store.close();
});
beforeEach(reset);

const env = { COUNTERMARK_OPERATOR_URL: url, COUNTERMARK_OPERATOR_TOKEN: operatorToken };
const countermark = (line: string) => runCommand(line.split(' '), { env });

async function giveDifference(): Promise<void> {
  await store.cards.insert(aCard());
  await store.tokens.insert(aToken({ tspTokenId: 'lost' }));
}

describe('countermark reconcile', () => {
  it('explains each difference, and exits with 1 while any is left', async () => {
    await giveDifference();
    const { exitCode, out, err } = await countermark('reconcile --issuer BANKONE001');
    assert.deepEqual([exitCode, err], [1, 'countermark: 1 difference left']);
    assert.equal(
      out,
      `${aToken().virtualCardId} domestic lost\n` +
        '  The hub has the token as RESUMED, and the TSP does not have it.\n' +
        '1 token compared, 1 difference, 0 mended.',
    );
  });

  it('mends, and exits with 0 when none is left', async () => {
    await giveDifference();
    const mended = await countermark('reconcile --product debit --mend --json');
    assert.equal(mended.exitCode, 0, mended.err);
    const [difference, end] = mended.out.split('\n').map(line => JSON.parse(line));
    assert.deepEqual([difference.difference, difference.mended, end.mended], ['ONLY_AT_HUB', 'YES', 1]);
    const again = await countermark('reconcile --product debit');
    assert.deepEqual([again.exitCode, again.out], [0, '1 token compared, 0 differences, 0 mended.']);
  });

  it('fails when the TSP does not list its tokens', async () => {
    tsp.refusal = 921;
    const { exitCode, err } = await countermark('reconcile --issuer BANKONE001');
    assert.deepEqual([exitCode, /domestic refused to list its tokens with code 921/.test(err)], [1, true]);
  });

  it('needs to know whose tokens', async () => {
    assert.equal((await countermark('reconcile')).exitCode, 2);
    assert.equal((await countermark('reconcile --issuer BANKONE001 --product debit')).exitCode, 2);
    const { exitCode, err } = await countermark('reconcile --issuer NOBODY0001');
    assert.deepEqual([exitCode, err], [1, 'countermark: There is no issuer NOBODY0001.']);
  });
});
