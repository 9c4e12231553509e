import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CreateToken, TspToken } from '../../../ports/tsp.ts';
import { aProduct, id, start } from '../../../store/test-objects.ts';
import { openTestStore } from '../../../store/test-store.ts';
import { openTestVault } from '../../../vault/vault.fixture.ts';
import { domesticTsp } from './domestic-tsp.ts';

const store = await openTestStore();
after(() => store.close());

const vault = await openTestVault(store);

let drawn = 0;
const ids = {
  uuid: () => id(++drawn),
  bytes: (count: number) => new Uint8Array(count),
  digits: (count: number) => String(++drawn).padStart(count, '0').slice(-count),
};
const tsp = domesticTsp({
  tokens: store.domesticTokens,
  vault,
  clock: { now: () => start },
  ids,
});

async function made(correlationId: string, pan: string, changes: Partial<CreateToken> = {}): Promise<string> {
  const answer = await tsp.createToken({
    correlationId,
    decidedBy: 'ISSUER',
    issuerId: 'BANKONE001',
    walletCardRefId: 'wallet-card',
    tokenStorageId: correlationId,
    tokenRequestorId: '40010030273',
    panFingerprint: vault.fingerprint('pan', pan),
    maxTokensPerCard: 10,
    product: aProduct(),
    pan,
    expiry: null,
    tokenType: 'EMBEDDED_SE',
    merchantId: null,
    issuerCardRefId: null,
    deviceInformation: null,
    ...changes,
  });
  return answer.ok ? answer.value.tspTokenId : assert.fail(`refused with ${answer.code}`);
}

async function list(filter: { pan?: string; after?: string; limit?: number }): Promise<TspToken[]> {
  const answer = await tsp.listTokens({ issuerId: 'BANKONE001', after: null, limit: 10, ...filter });
  return answer.ok ? answer.value : assert.fail(`refused with ${answer.code}`);
}

const idsOf = (tokens: readonly TspToken[]) => tokens.map(({ tspTokenId }) => tspTokenId);

describe('the tokens of the built-in TSP', () => {
  const [pan, otherPan] = ['9990100100000000', '9990100100000018'];
  let tokens: string[];
  before(async () => {
    tokens = [await made('session-1', pan), await made('session-2', otherPan), await made('session-3', pan)];
    await made('session-4', pan, { issuerId: 'BANKTWO002' });
    await tsp.setState(tokens[2] ?? '', 'DELETED', { correlationId: 'call-1', reason: null });
  });

  test('are listed page by page, deleted ones too', async () => {
    const first = await list({ limit: 2 });
    const rest = await list({ limit: 2, after: first[1]?.tspTokenId ?? '' });
    assert.deepEqual([...idsOf(first), ...idsOf(rest)], tokens);
    assert.deepEqual(
      [...first, ...rest].map(({ state }) => state),
      ['INACTIVE', 'INACTIVE', 'DELETED'],
    );
  });

  test('are listed by card', async () => {
    assert.deepEqual(idsOf(await list({ pan })), [tokens[0], tokens[2]]);
    assert.deepEqual(idsOf(await list({ pan: '9990100100000026' })), []);
  });

  test('are told with everything but their numbers', async () => {
    const [token] = await list({ pan: otherPan });
    const value = await tsp.tokenInfo(tokens[1] ?? '');
    const { par, ...known } = token ?? assert.fail();
    assert.match(par ?? '', /^OPNH[0-9A-Z]{25}$/);
    assert.deepEqual(known, {
      tspTokenId: tokens[1],
      tokenRequestorId: '40010030273',
      walletCardRefId: 'wallet-card',
      tokenStorageId: 'session-2',
      tokenType: 'EMBEDDED_SE',
      tokenProductId: 'domestic-debit',
      state: 'INACTIVE',
      suspendedBy: null,
      tokenLastDigits: value?.token.slice(-4),
      tokenExpiryDate: '0331',
      panFingerprint: vault.fingerprint('pan', otherPan),
      correlationId: 'session-2',
    });
  });
});
