import type { CardProduct } from '../../core/card-product.ts';
import type { Token } from '../../core/token.ts';
import { type Difference, differencesOf } from '../../core/token-difference.ts';
import type { Hub } from '../../ports/hub.ts';
import type { TspToken } from '../../ports/tsp.ts';
import { isBeingEnrolled } from '../batch-files/register-token.ts';
import { tokensAtTsp } from '../tsp/tokens-at-tsp.ts';
import { tspOf } from '../tsp/tsp-of.ts';
import { type ConfirmedDifference, mendDifference } from './mend-difference.ts';

/** Whose tokens are compared, and what is done about differences. */
export interface Reconciliation {
  issuerId: string;
  /** Of this product only; null: all of the issuer. */
  product: CardProduct | null;
  action: 'REPORT' | 'MEND';
}

/** One step of a reconciliation, to be shown as it happens. */
export type ReconciliationStep =
  | ({ kind: 'DIFFERENCE'; mended: 'NO' | 'YES' } & TokenDifference)
  | { kind: 'PROGRESS'; compared: number }
  /** The TSP did not list its tokens: the rest of them was not compared. */
  | { kind: 'TSP_FAILED'; tsp: string; code: number }
  | { kind: 'DONE'; compared: number; differences: number; mended: number };

export interface TokenDifference {
  tsp: string;
  tspTokenId: string;
  /** Null for a token that the hub does not have. */
  virtualCardId: string | null;
  difference: Difference;
}

/** How many tokens of the hub are read at a time. */
const page = 200;

/** How often progress is told, in tokens. */
const stride = 1_000;

/**
 * Compares the tokens of hub and TSPs, both read in the order of the TSP's ids, so that neither is ever held as a whole.
 * What seems to differ is looked at once more before it is told: either side may have changed between the two readings.
 */
export async function* reconcile(
  hub: Hub,
  { issuerId, product, action }: Reconciliation,
): AsyncGenerator<ReconciliationStep> {
  const count = { compared: 0, differences: 0, mended: 0 };
  for (const tsp of await tspsOf(hub, { issuerId, product })) {
    const failure: { code: number | null } = { code: null };
    for await (const pair of pairs(hub, { issuerId, tsp, failure })) {
      count.compared += 1;
      if (count.compared % stride === 0) yield { kind: 'PROGRESS', compared: count.compared };
      if (product !== null && !concerns(product, pair)) continue;
      for (const found of await confirmed(hub, { issuerId, tsp, pair })) {
        const mended = action === 'MEND' && (await mendDifference(hub, found));
        count.differences += 1;
        if (mended) count.mended += 1;
        const { tspTokenId, token, difference } = found;
        const virtualCardId = token?.virtualCardId ?? null;
        yield {
          kind: 'DIFFERENCE',
          tsp,
          tspTokenId,
          virtualCardId,
          difference,
          mended: mended ? 'YES' : 'NO',
        };
      }
    }
    if (failure.code !== null) yield { kind: 'TSP_FAILED', tsp, code: failure.code };
  }
  yield { kind: 'DONE', ...count };
}

async function tspsOf(
  hub: Hub,
  { issuerId, product }: Pick<Reconciliation, 'issuerId' | 'product'>,
): Promise<Set<string>> {
  if (product) return new Set([product.tsp]);
  const products = await hub.store.products.list();
  return new Set(products.filter(one => one.issuerId === issuerId).map(one => one.tsp));
}

/** A token that is known here belongs to the product it is known under, whatever the TSP names its domain. */
function concerns(product: CardProduct, { token, listed }: Pair): boolean {
  return token ? token.productId === product.productId : listed?.tokenProductId === product.tokenProductId;
}

/** A token on either side or both, and the TSP's token before it. */
interface Pair {
  tspTokenId: string;
  token: Token | null;
  listed: TspToken | null;
  /** Where to ask the TSP for it again. */
  after: string | null;
}

interface Side {
  issuerId: string;
  tsp: string;
}

/** Both sides side by side. When the TSP refuses, what it did not list is not compared. */
async function* pairs(
  hub: Hub,
  { issuerId, tsp, failure }: Side & { failure: { code: number | null } },
): AsyncGenerator<Pair> {
  const tokens = hubTokens(hub, { issuerId, tsp });
  let token = await next(tokens);
  let after: string | null = null;
  for await (const answer of tokensAtTsp(hub, { issuerId, tsp })) {
    if (!answer.ok) {
      failure.code = answer.code;
      return;
    }
    const listed = answer.value;
    for (; token && token.tspTokenId < listed.tspTokenId; token = await next(tokens))
      yield { tspTokenId: token.tspTokenId, token, listed: null, after };
    const { tspTokenId } = listed;
    if (token?.tspTokenId === tspTokenId) {
      yield { tspTokenId, token, listed, after };
      token = await next(tokens);
    } else yield { tspTokenId, token: null, listed, after };
    after = tspTokenId;
  }
  for (; token; token = await next(tokens))
    yield { tspTokenId: token.tspTokenId, token, listed: null, after };
}

async function next<Item>(items: AsyncGenerator<Item>): Promise<Item | null> {
  const result = await items.next();
  return result.done ? null : result.value;
}

async function* hubTokens(hub: Hub, side: Side): AsyncGenerator<Token> {
  for (let after: string | null = null; ; ) {
    const tokens: Token[] = await hub.store.tokens.ofTsp({ ...side, after, limit: page });
    yield* tokens;
    if (tokens.length < page) return;
    after = tokens.at(-1)?.tspTokenId ?? null;
  }
}

async function confirmed(
  hub: Hub,
  { issuerId, tsp, pair }: Side & { pair: Pair },
): Promise<ConfirmedDifference[]> {
  const { traits } = tspOf(hub, tsp);
  if (differencesOf(pair, traits).length === 0) return [];
  const { tspTokenId } = pair;
  const token = await hub.store.tokens.findAtTsp({ issuerId, tsp, tspTokenId });
  const listed = await listedAgain(hub, { issuerId, tsp, pair });
  if (listed === 'UNKNOWN' || (await isUnderWay(hub, { token, listed }))) return [];
  return differencesOf({ token, listed }, traits).map(difference => ({
    issuerId,
    tsp,
    tspTokenId,
    token,
    listed,
    difference,
  }));
}

/** Room for tokens made between the one before and this one. */
const secondLook = 20;

async function listedAgain(
  hub: Hub,
  { issuerId, tsp, pair }: Side & { pair: Pair },
): Promise<TspToken | null | 'UNKNOWN'> {
  const filter = { issuerId, after: pair.after, limit: secondLook };
  const answer = await tspOf(hub, tsp).listTokens(filter);
  if (!answer.ok) return 'UNKNOWN';
  const found = answer.value.find(({ tspTokenId }) => tspTokenId === pair.tspTokenId);
  const last = answer.value.at(-1);
  const isBehind = last !== undefined && last.tspTokenId < pair.tspTokenId;
  return found ?? (isBehind ? 'UNKNOWN' : null);
}

/** The hub is about to change it: what differs now does so on purpose. */
async function isUnderWay(
  hub: Hub,
  { token, listed }: { token: Token | null; listed: TspToken | null },
): Promise<boolean> {
  if (token === null) return listed !== null && isBeingEnrolled(hub, listed);
  return (await hub.store.operations.running(token.virtualCardId)).length > 0;
}
