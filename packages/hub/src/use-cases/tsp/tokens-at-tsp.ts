import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Hub } from '../../ports/hub.ts';
import type { TspAnswer, TspToken, TspTokenFilter } from '../../ports/tsp.ts';
import { tspOf } from './tsp-of.ts';

/** How many tokens are asked for at a time. */
const page = 200;

/**
 * Every token that a TSP lists, in the order of its ids; a refusal is the last answer. A TSP that lists out of order
 * counts as one that failed: what seems to be missing might only stand elsewhere.
 */
export async function* tokensAtTsp(
  hub: Hub,
  { tsp, ...filter }: { tsp: string } & Pick<TspTokenFilter, 'issuerId' | 'pan'>,
): AsyncGenerator<TspAnswer<TspToken>> {
  for (let after: string | null = null; ; ) {
    const answer: TspAnswer<TspToken[]> = await tspOf(hub, tsp).listTokens({ ...filter, after, limit: page });
    if (!answer.ok) return yield answer;
    if (answer.value.length === 0) return;
    for (const token of answer.value) {
      if (after !== null && token.tspTokenId <= after)
        return yield { ok: false, code: ResponseCode.operationFailed };
      yield { ok: true, value: token };
      after = token.tspTokenId;
    }
  }
}
