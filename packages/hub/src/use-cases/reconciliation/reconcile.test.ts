import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { Token } from '../../core/token.ts';
import type { TspTokenState } from '../../core/tsp-token-state.ts';
import { openBatchHub } from '../../peers/batch-hub.fixture.ts';
import type { Hub } from '../../ports/hub.ts';
import { aCard, anOperation, aProduct, aToken } from '../../store/test-objects.ts';
import { type Reconciliation, type ReconciliationStep, reconcile } from './reconcile.ts';

const { hub, store, tsp, makeElsewhere, reset } = await openBatchHub();
after(() => store.close());

const pan = '9990100100000000';

beforeEach(async () => {
  await reset();
  await store.cards.insert(aCard({ panFingerprint: hub.vault.fingerprint('pan', pan) }));
});

let made = 0;

/** A token at the TSP, and the same one at the hub but for these changes. */
async function onBothSides(state: TspTokenState, changes: Partial<Token> = {}): Promise<Token> {
  const tspTokenId = await makeElsewhere({ pan, state });
  const record = (await store.domesticTokens.find(tspTokenId)) ?? assert.fail();
  const info = await hub.tsps.get('domestic')?.tokenInfo(tspTokenId);
  const token = aToken({
    virtualCardId: `01900000-0000-7000-8000-00000000a${String(++made).padStart(3, '0')}`,
    tspTokenId,
    tokenExpiryDate: record.tokenExpiryDate,
    tokenLastDigits: info?.token.slice(-4) ?? '0000',
    ...changes,
  });
  await store.tokens.insert(token);
  return token;
}

type Found = Extract<ReconciliationStep, { kind: 'DIFFERENCE' }>;

async function run(changes: Partial<Reconciliation> = {}, on: Hub = hub) {
  const steps: ReconciliationStep[] = [];
  const reconciliation: Reconciliation = {
    issuerId: 'BANKONE001',
    product: null,
    action: 'REPORT',
    ...changes,
  };
  for await (const step of reconcile(on, reconciliation)) steps.push(step);
  return {
    differences: steps.filter((step): step is Found => step.kind === 'DIFFERENCE'),
    end: steps.at(-1),
    steps,
  };
}

const mend = () => run({ action: 'MEND' });
const kinds = (found: readonly Found[]) => found.map(({ difference }) => difference.kind);

async function told(virtualCardId: string): Promise<unknown[]> {
  const deliveries = await store.deliveries.list({ virtualCardId, limit: 10 });
  return deliveries.map(({ body }) => `${body['action']} ${body['source']}`).reverse();
}

async function tspState({ tspTokenId }: { tspTokenId: string }) {
  return (await store.domesticTokens.find(tspTokenId))?.state;
}

describe('hub and TSP that agree', () => {
  test('differ in nothing, however many tokens there are', async () => {
    for (let count = 0; count < 450; count++) await onBothSides('ACTIVE');
    assert.deepEqual((await run()).steps, [{ kind: 'DONE', compared: 450, differences: 0, mended: 0 }]);
  });
});

describe('a TSP with shorter pages than it was asked for', () => {
  const inShortPages: Hub = {
    ...hub,
    tsps: new Map(
      [...hub.tsps].map(([name, one]) => [
        name,
        { ...one, listTokens: filter => one.listTokens({ ...filter, limit: Math.min(filter.limit, 3) }) },
      ]),
    ),
  };

  test('is listed to its end', async () => {
    for (let count = 0; count < 10; count++) await onBothSides('ACTIVE');
    const suspended = await onBothSides('SUSPENDED');
    const { differences, end } = await run({}, inShortPages);
    assert.deepEqual(
      differences.map(({ virtualCardId }) => virtualCardId),
      [suspended.virtualCardId],
    );
    assert.deepEqual(end, { kind: 'DONE', compared: 11, differences: 1, mended: 0 });
  });
});

describe('hub and TSP that do not', () => {
  test('are reported side by side, and nothing is changed', async () => {
    const before = await onBothSides('ACTIVE');
    const [suspended, deleted] = [await onBothSides('SUSPENDED'), await onBothSides('DELETED')];
    const elsewhere = await makeElsewhere({ pan });
    await store.tokens.insert(aToken({ tspTokenId: 'only at the hub' }));
    const { differences, end } = await run();
    assert.deepEqual(
      differences.map(({ virtualCardId, tspTokenId, difference, mended }) => [
        difference.kind,
        virtualCardId ?? tspTokenId,
        mended,
      ]),
      [
        ['STATE', suspended.virtualCardId, 'NO'],
        ['STATE', deleted.virtualCardId, 'NO'],
        ['ONLY_AT_TSP', elsewhere, 'NO'],
        ['ONLY_AT_HUB', aToken().virtualCardId, 'NO'],
      ],
    );
    assert.deepEqual(end, { kind: 'DONE', compared: 5, differences: 4, mended: 0 });
    assert.deepEqual(await store.deliveries.list({ limit: 10 }), []);
    assert.deepEqual(await store.tokens.find(before.virtualCardId), before);
  });

  test('are mended with the notices owed, and then agree', async () => {
    const suspended = await onBothSides('SUSPENDED');
    const deleted = await onBothSides('DELETED');
    const held = await onBothSides('ACTIVE', {
      state: 'SUSPENDED',
      returnState: 'RESUMED',
      suspenders: ['ISSUER'],
    });
    const renamed = await onBothSides('ACTIVE', { tokenLastDigits: 'none' });
    await store.tokens.insert(aToken({ tspTokenId: 'only at the hub' }));
    const { differences, end } = await mend();
    assert.equal(differences.length, 5);
    assert.deepEqual(end, { kind: 'DONE', compared: 5, differences: 5, mended: 5 });
    assert.deepEqual(await told(suspended.virtualCardId), ['SUSPEND TSP']);
    assert.deepEqual(await told(deleted.virtualCardId), ['DELETE TSP']);
    assert.deepEqual(await told(aToken().virtualCardId), ['DELETE TSP']);
    assert.deepEqual(await told(held.virtualCardId), []);
    assert.equal(await tspState(held), 'SUSPENDED');
    assert.deepEqual(await told(renamed.virtualCardId), []);
    assert.deepEqual((await run()).differences, []);
  });

  test('a token the hub did not know is registered on its card, and announced', async () => {
    hub.issuerBackend = { sealTokenInfo: async () => ({ text: 'sealed', keyIdentifier: 'k' }) } as never;
    const active = await makeElsewhere({ pan });
    const held = await makeElsewhere({ pan, state: 'SUSPENDED' });
    const ofNobody = await makeElsewhere({ pan: '9990100100000018' });
    const { differences } = await mend();
    assert.deepEqual(
      differences.map(({ tspTokenId, mended }) => [tspTokenId, mended]),
      [
        [active, 'YES'],
        [held, 'YES'],
        [ofNobody, 'NO'],
      ],
    );
    const reference = { issuerId: 'BANKONE001', tsp: 'domestic' };
    const first = await store.tokens.findAtTsp({ ...reference, tspTokenId: active });
    assert.equal(first?.state, 'RESUMED');
    assert.deepEqual(await told(first?.virtualCardId ?? ''), ['ACTIVATE TSP']);
    const second = await store.tokens.findAtTsp({ ...reference, tspTokenId: held });
    assert.deepEqual(
      [second?.state, second?.returnState, second?.suspenders],
      ['SUSPENDED', 'RESUMED', ['ISSUER']],
    );
    assert.deepEqual(await told(second?.virtualCardId ?? ''), ['SUSPEND TSP']);
    assert.equal(await tspState({ tspTokenId: held }), 'SUSPENDED');
    assert.deepEqual(kinds((await run()).differences), ['ONLY_AT_TSP']);
  });

  test('are compared for one product alone', async () => {
    await store.products.save(aProduct({ productId: 'credit', tokenProductId: 'credit', panRanges: [] }));
    await onBothSides('SUSPENDED', { productId: 'credit' });
    await onBothSides('DELETED');
    const credit = await store.products.find('credit');
    assert.equal((await run({ product: credit })).differences.length, 1);
    assert.equal((await run({ product: aProduct() })).differences.length, 1);
  });
});

describe('what changes while they are compared', () => {
  test('is not taken for a difference when it agrees at the second look', async () => {
    const token = await onBothSides('SUSPENDED');
    const late: Hub = {
      ...hub,
      store: {
        ...store,
        tokens: {
          ...store.tokens,
          async findAtTsp(reference) {
            const found = await store.tokens.findAtTsp(reference);
            return found && { ...found, state: 'SUSPENDED', returnState: 'RESUMED', suspenders: ['TSP'] };
          },
        },
      },
    };
    assert.deepEqual((await run({}, late)).differences, []);
    assert.equal((await store.tokens.find(token.virtualCardId))?.state, 'RESUMED');
  });

  test('is left alone while the hub is about to change it', async () => {
    const token = await onBothSides('SUSPENDED');
    await store.operations.insert(anOperation({ virtualCardId: token.virtualCardId }));
    assert.deepEqual((await mend()).differences, []);
  });

  test('is not mended once the token is another than was compared', async () => {
    const token = await onBothSides('SUSPENDED');
    const find = store.tokens.find;
    let looks = 0;
    const changing: Hub = {
      ...hub,
      store: {
        ...store,
        tokens: {
          ...store.tokens,
          async find(virtualCardId) {
            const found = await find(virtualCardId);
            if (++looks === 1 && found) await store.tokens.save({ ...found, updatedAt: new Date(0) });
            return find(virtualCardId);
          },
        },
      },
    };
    const { differences } = await run({ action: 'MEND' }, changing);
    assert.deepEqual(
      differences.map(({ mended }) => mended),
      ['NO'],
    );
    assert.deepEqual(await told(token.virtualCardId), []);
  });
});

test('a TSP that lists out of order is not taken at its word', async () => {
  for (let count = 0; count < 3; count++) await onBothSides('ACTIVE');
  const backwards: Hub = {
    ...hub,
    tsps: new Map(
      [...hub.tsps].map(([name, one]) => [
        name,
        {
          ...one,
          async listTokens(filter) {
            const answer = await one.listTokens(filter);
            return answer.ok ? { ok: true, value: answer.value.toReversed() } : answer;
          },
        },
      ]),
    ),
  };
  const { steps } = await run({ action: 'MEND' }, backwards);
  assert.deepEqual(
    steps.filter(({ kind }) => kind === 'TSP_FAILED'),
    [{ kind: 'TSP_FAILED', tsp: 'domestic', code: 911 }],
  );
  const tokens = await store.tokens.search({ limit: 10 });
  assert.deepEqual(
    tokens.map(({ state }) => state),
    ['RESUMED', 'RESUMED', 'RESUMED'],
  );
});

test('a TSP that does not list its tokens is told, and no token is missed for it', async () => {
  await onBothSides('ACTIVE');
  tsp.refusal = 921;
  const { steps } = await mend();
  assert.deepEqual(steps, [
    { kind: 'TSP_FAILED', tsp: 'domestic', code: 921 },
    { kind: 'DONE', compared: 0, differences: 0, mended: 0 },
  ]);
});
