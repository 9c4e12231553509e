import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { operatorBasePath } from '@countermark/wire/operator/elements';
import { ReconciliationStep } from '@countermark/wire/operator/reconciliation';
import { Compile } from 'typebox/compile';
import { aCard, aToken } from '../../../store/test-objects.ts';
import { openBatchHub } from '../../batch-hub.fixture.ts';
import { operatorApi, operatorToken } from './operator-api.fixture.ts';

const { hub, store, makeElsewhere, reset } = await openBatchHub();
const api = await operatorApi({ store });
Object.assign(api.hub, hub);
after(async () => {
  await api.app.close();
  await store.close();
});
beforeEach(reset);

const step = Compile(ReconciliationStep);

async function reconcile(body: object): Promise<ReconciliationStep[]> {
  const answer = await api.app.inject({
    method: 'POST',
    url: `${operatorBasePath}/reconciliations`,
    headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
    payload: JSON.stringify(body),
  });
  assert.deepEqual([answer.statusCode, answer.headers['content-type']], [200, 'application/x-ndjson']);
  const steps = answer.body
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  for (const one of steps) assert.ok(step.Check(one), JSON.stringify(one));
  return steps;
}

describe('POST /reconciliations', () => {
  it('answers with a line for each step', async () => {
    await store.cards.insert(aCard());
    await store.tokens.insert(aToken());
    const tspTokenId = await makeElsewhere({ pan: '9990100100000000' });
    const [atTsp, atHub, end] = await reconcile({ productId: 'debit', action: 'REPORT' });
    assert.ok(atTsp?.kind === 'DIFFERENCE' && atHub?.kind === 'DIFFERENCE');
    assert.deepEqual(
      [atTsp.difference, atTsp.tspTokenId, atTsp.virtualCardId],
      ['ONLY_AT_TSP', tspTokenId, undefined],
    );
    assert.deepEqual([atHub.difference, atHub.virtualCardId], ['ONLY_AT_HUB', aToken().virtualCardId]);
    assert.deepEqual(end, { kind: 'DONE', compared: 2, differences: 2, mended: 0 });
  });

  it('mends', async () => {
    await store.cards.insert(aCard());
    await store.tokens.insert(aToken());
    assert.deepEqual((await reconcile({ issuerId: 'BANKONE001', action: 'MEND' })).at(-1), {
      kind: 'DONE',
      compared: 1,
      differences: 1,
      mended: 1,
    });
    assert.equal((await store.tokens.find(aToken().virtualCardId))?.state, 'DELETED');
  });

  it('is refused with a reason', async () => {
    const path = '/reconciliations';
    await api.refused('bad-parameter', ['POST', path, { action: 'REPORT' }]);
    const both = { issuerId: 'BANKONE001', productId: 'debit', action: 'REPORT' };
    await api.refused('bad-parameter', ['POST', path, both]);
    await api.refused('unknown-reference', ['POST', path, { issuerId: 'NOBODY0001', action: 'REPORT' }]);
    await api.refused('unknown-reference', ['POST', path, { productId: 'nothing', action: 'MEND' }]);
    await api.refused('missing-parameter', ['POST', path, { productId: 'debit' }]);
    await api.refused('bad-parameter', ['POST', path, { productId: 'debit', action: 'GUESS' }]);
  });
});
