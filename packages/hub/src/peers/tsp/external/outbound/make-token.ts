import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { createToken } from '@countermark/wire/tsp/create-token';
import { listTokens } from '@countermark/wire/tsp/list-tokens';
import type { RequestOf, ResponseOf } from '@countermark/wire/tsp/operation';
import { updateTokenState } from '@countermark/wire/tsp/update-token-state';
import type { TspConnection } from '../../../../core/tsp-connection.ts';
import type { CreatedToken, CreateToken, TspAnswer } from '../../../../ports/tsp.ts';
import { callTsp } from './call-tsp.ts';
import { done, type RemoteTsp, whileUp } from './reach-tsp.ts';

/** Has the token made. Sent once more, in the same words, when no answer came or the TSP could not do it just now. */
export function makeToken(tsp: RemoteTsp, request: CreateToken): Promise<TspAnswer<CreatedToken>> {
  return whileUp(tsp, async connection => {
    const { correlationId } = request;
    const body = await wordsOf(tsp, connection, request);
    const ask = () => callTsp(tsp, connection, { operation: createToken, correlationId, body });
    const first = await ask();
    const answer = first.ok || first.code !== ResponseCode.serverError ? first : await ask();
    return answer.ok ? { ok: true, value: await keep(tsp, request, answer.value) } : answer;
  });
}

async function wordsOf(
  tsp: RemoteTsp,
  connection: TspConnection,
  request: CreateToken,
): Promise<RequestOf<typeof createToken>> {
  const { issuerCardRefId, tokenStorageId, deviceInformation } = request;
  const sealed = await tsp.sealCard(connection, request);
  return {
    issuerId: request.issuerId,
    ...(issuerCardRefId !== null && { issuerCardRefId }),
    walletCardRefId: request.walletCardRefId ?? '',
    cipheredCardInfo: sealed.text,
    publicKeyIdentifier: sealed.keyIdentifier,
    tokenRequestorId: request.tokenRequestorId,
    ...(tokenStorageId !== null && { tokenStorageId }),
    tokenProductId: request.product.tokenProductId,
    ...(deviceInformation !== null && { deviceInfo: deviceInformation }),
    initialState: 'INACTIVE',
  };
}

async function keep(
  { name, tokens, clock }: RemoteTsp,
  { issuerId, correlationId }: CreateToken,
  { tokenId, tokenInfo }: ResponseOf<typeof createToken>,
): Promise<CreatedToken> {
  await tokens.insert({
    tsp: name,
    tspTokenId: tokenId,
    issuerId,
    correlationId,
    otpHash: null,
    createdAt: clock.now(),
  });
  return {
    tspTokenId: tokenId,
    tokenLastDigits: tokenInfo.tokenLast4,
    tokenExpiryDate: tokenInfo.tokenExp,
    par: tokenInfo.par ?? null,
  };
}

/**
 * Deletes whatever the TSP made in a session. The TSP itself is asked what that is: the answer with the token's id may
 * have been lost.
 */
export function discardToken(tsp: RemoteTsp, correlationId: string): Promise<TspAnswer<null>> {
  return whileUp(tsp, async connection => {
    const query = { correlationId };
    const listed = await callTsp(tsp, connection, {
      operation: listTokens,
      correlationId,
      query,
      body: null,
    });
    if (!listed.ok) return listed;
    const made = listed.value.tokens.filter(
      token => token.correlationId === correlationId && token.tokenInfo.state !== 'DELETED',
    );
    for (const { tokenId, issuerId } of made) {
      const body = { issuerId, state: 'DELETED' } as const;
      const message = { operation: updateTokenState, correlationId, tokenId, body };
      const deleted = await callTsp(tsp, connection, message);
      if (!deleted.ok) return deleted;
    }
    return done;
  });
}
