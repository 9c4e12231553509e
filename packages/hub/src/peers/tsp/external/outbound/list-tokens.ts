import { type ListedToken, listTokens, longestTokenList } from '@countermark/wire/tsp/list-tokens';
import type { TspAnswer, TspToken, TspTokenFilter } from '../../../../ports/tsp.ts';
import { callTsp } from './call-tsp.ts';
import { notAllowed, type RemoteTsp, whileUp } from './reach-tsp.ts';

/** One page of an issuer's tokens. Those of one card cannot be asked for: no card number goes into a query. */
export async function pageOfTokens(
  tsp: RemoteTsp,
  { issuerId, pan, after, limit }: TspTokenFilter,
): Promise<TspAnswer<TspToken[]>> {
  if (pan !== undefined) return notAllowed;
  return whileUp(tsp, async connection => {
    const query = {
      issuerId,
      ...(after !== null && { after }),
      limit: String(Math.min(limit, longestTokenList)),
    };
    const correlationId = tsp.ids.uuid();
    const listed = await callTsp(tsp, connection, {
      operation: listTokens,
      correlationId,
      query,
      body: null,
    });
    return listed.ok ? { ok: true, value: listed.value.tokens.map(fromListed) } : listed;
  });
}

const tokenTypes = ['EMBEDDED_SE', 'HCE', 'CARD_ON_FILE'] as const;

function fromListed(token: ListedToken): TspToken {
  const { tokenInfo, tokenType } = token;
  return {
    tspTokenId: token.tokenId,
    tokenRequestorId: token.tokenRequestorId,
    walletCardRefId: token.walletCardRefId ?? null,
    tokenStorageId: token.tokenStorageId ?? null,
    tokenType: tokenTypes.find(type => type === tokenType) ?? null,
    tokenProductId: token.tokenProductId ?? null,
    state: tokenInfo.state,
    suspendedBy: null,
    tokenLastDigits: tokenInfo.tokenLast4,
    tokenExpiryDate: tokenInfo.tokenExp,
    par: tokenInfo.par ?? null,
    panFingerprint: null,
    correlationId: token.correlationId ?? null,
  };
}
