import { recordErrorCodes } from '@countermark/wire/batch-file/error-codes';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Card } from '../../core/card.ts';
import type { CardProduct } from '../../core/card-product.ts';
import { lifeCycleAtTsp } from '../../core/token-at-tsp.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import type { TspAnswer, TspToken } from '../../ports/tsp.ts';
import { tokensAtTsp } from '../tsp/tokens-at-tsp.ts';
import { type FileUnderWay, type Preparation, RecordRefused } from './record-operation.ts';
import { isBeingEnrolled, registerToken, requestorOf } from './register-token.ts';

/** All tokens of the card that live at its TSP, but those whose enrolment at this hub is under way. */
export async function liveTokensOf(
  hub: Hub,
  { product, pan }: { product: CardProduct; pan: string },
): Promise<TspAnswer<TspToken[]>> {
  const live: TspToken[] = [];
  for await (const answer of tokensAtTsp(hub, { tsp: product.tsp, issuerId: product.issuerId, pan })) {
    if (!answer.ok) return answer;
    const token = answer.value;
    if (lifeCycleAtTsp(token) && !(await isBeingEnrolled(hub, token))) live.push(token);
  }
  return { ok: true, value: live };
}

/** What becomes of a record whose card the TSP does not tell of. */
export function tokensRefused(code: number): Preparation & { ok: false } {
  const error =
    code === ResponseCode.operationNotAllowed
      ? 'The token service provider of this card product cannot be asked for the tokens of one card.'
      : `The token service provider refused with ${code}.`;
  return {
    ok: false,
    refusal: { errorCode: recordErrorCodes.TSP_ERROR, error },
    mayPass: code === ResponseCode.serverError,
  };
}

/**
 * Makes tokens of a card known, and gives the ids of all of them, of those that were known as well. The row of the card
 * must be held.
 */
export async function registerTokens(
  hub: Hub,
  tx: Pick<Aggregates, 'tokens'>,
  parts: { under: FileUnderWay; card: Card; tsp: string; tokens: readonly TspToken[] },
): Promise<string[]> {
  const { under, card, tsp, tokens } = parts;
  const register = async (tspToken: TspToken) => {
    const requestor = requestorOf(under.requestors, tspToken);
    const lifeCycle = lifeCycleAtTsp(tspToken);
    if (!requestor || !lifeCycle) throw notManageable(tspToken);
    const correlationId = under.file.fileId;
    return registerToken(hub, tx, { card, tsp, tspToken, lifeCycle, requestor, correlationId });
  };
  const virtualCardIds: string[] = [];
  for (const tspToken of tokens) {
    const { tspTokenId } = tspToken;
    const known = await tx.tokens.findAtTsp({ issuerId: card.issuerId, tsp, tspTokenId });
    const { virtualCardId } = known ?? (await register(tspToken));
    virtualCardIds.push(virtualCardId);
  }
  return virtualCardIds;
}

function notManageable({ tokenRequestorId }: TspToken): RecordRefused {
  return new RecordRefused({
    errorCode: recordErrorCodes.TSP_ERROR,
    error: `No token requestor has the TRID ${tokenRequestorId} of a token.`,
  });
}
