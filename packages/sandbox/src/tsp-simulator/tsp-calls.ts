import type { OpeningKey } from '@countermark/wire/envelope/cms';
import { openEnvelope } from '@countermark/wire/envelope/cms';
import { readCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { createToken } from '@countermark/wire/tsp/create-token';
import { healthCheck } from '@countermark/wire/tsp/health-check';
import { listTokens } from '@countermark/wire/tsp/list-tokens';
import type { RequestOf, ResponseOf, TspOperation } from '@countermark/wire/tsp/operation';
import { repersoToken } from '@countermark/wire/tsp/reperso-token';
import { replenishmentDone } from '@countermark/wire/tsp/replenishment-done';
import { requestReplenishment } from '@countermark/wire/tsp/request-replenishment';
import { submitNewTokenDataStatus } from '@countermark/wire/tsp/submit-new-token-data-status';
import { updateToken } from '@countermark/wire/tsp/update-token';
import { updateTokenState } from '@countermark/wire/tsp/update-token-state';
import { hashOf, type TspState, type TspTokenRecord, type TspTokens } from './tsp-tokens.ts';

/** One call of the hub, read. */
export interface TspCall<Message> {
  tokens: TspTokens;
  openingKey: OpeningKey;
  correlationId: string;
  /** The token that the path names; the calls that make or list tokens name none. */
  token: TspTokenRecord;
  query: Readonly<Record<string, string>>;
  message: Message;
}

/** What the TSP answers, and what it does of itself once it has. */
export type TspReply<Message> =
  | { ok: true; message: Message; afterwards?: { submit: 'DATA' | 'NEW_DATA'; token: TspTokenRecord } }
  | { ok: false; code: number };

/** A call as the server takes it. */
export interface ServedCall {
  operation: TspOperation;
  reply(call: TspCall<unknown>): Promise<TspReply<unknown>>;
}

function serve<Operation extends TspOperation>(
  operation: Operation,
  reply: (call: TspCall<RequestOf<Operation>>) => Promise<TspReply<ResponseOf<Operation>>>,
): ServedCall {
  return { operation, reply: reply as ServedCall['reply'] };
}

const done = { ok: true, message: null } as const;
const notAllowed = { ok: false, code: 432 } as const;

/** Everything the hub calls. */
export const servedCalls: readonly ServedCall[] = [
  serve(healthCheck, async () => done),
  serve(createToken, async ({ tokens, openingKey, correlationId, message }) => {
    const fpan = await openCard(message.cipheredCardInfo ?? '', openingKey);
    if (fpan === null) return { ok: false, code: 112 };
    const made = tokens.all().find(token => token.correlationId === correlationId);
    if (made && made.cardHash !== hashOf(fpan)) return { ok: false, code: 112 };
    const token = made ?? (await tokens.make(message, { correlationId, fpan }));
    const answer = { tokenId: token.tokenId, tokenInfo: { ...infoOf(token), token: token.token } };
    return token.tokenStorageId === null
      ? { ok: true, message: answer }
      : { ok: true, message: answer, afterwards: { submit: 'DATA', token } };
  }),
  serve(updateToken, async ({ tokens, openingKey, token, message }) => {
    const fpan = await openCard(message.newCipheredCardInfo ?? '', openingKey);
    if (fpan === null) return { ok: false, code: 112 };
    await tokens.change(token, { cardHash: hashOf(fpan) });
    return done;
  }),
  serve(updateTokenState, async ({ tokens, token, message }) => {
    if (!mayBecome[token.state].includes(message.state)) return notAllowed;
    await tokens.change(token, { state: message.state });
    return done;
  }),
  serve(listTokens, async ({ tokens, query }) => {
    const { issuerId, correlationId, after = '', limit = '100' } = query;
    const listed = tokens
      .all()
      .filter(token => issuerId === undefined || token.issuerId === issuerId)
      .filter(token => correlationId === undefined || token.correlationId === correlationId)
      .filter(token => token.tokenId > after)
      .slice(0, Number(limit));
    return { ok: true, message: { tokens: listed.map(listedToken) } };
  }),
  serve(requestReplenishment, async ({ tokens, token }) =>
    token.state === 'ACTIVE'
      ? { ok: true, message: { tokenPersoInfo: await tokens.makeKeys(token) } }
      : notAllowed,
  ),
  serve(replenishmentDone, async ({ tokens, token }) => {
    await tokens.change(token, { keySets: { ...token.keySets, confirmed: token.keySets.made } });
    return done;
  }),
  serve(repersoToken, async ({ token }) =>
    token.state === 'DELETED'
      ? notAllowed
      : { ok: true, message: null, afterwards: { submit: 'NEW_DATA', token } },
  ),
  serve(submitNewTokenDataStatus, async ({ tokens, token, message }) => {
    if (message.status === 'SUCCESS') await tokens.change(token, { atc: 0 });
    return done;
  }),
];

const mayBecome: Record<TspState, readonly TspState[]> = {
  INACTIVE: ['INACTIVE', 'ACTIVE', 'SUSPENDED', 'DELETED'],
  ACTIVE: ['ACTIVE', 'SUSPENDED', 'DELETED'],
  SUSPENDED: ['SUSPENDED', 'ACTIVE', 'INACTIVE', 'DELETED'],
  DELETED: ['DELETED'],
};

async function openCard(cipheredCardInfo: string, key: OpeningKey): Promise<string | null> {
  const envelope = await openEnvelope(cipheredCardInfo, { keys: [key], pkcs1v15: 'allowed' });
  const reading = envelope.opened ? readCardInfo(envelope.plaintext) : null;
  return reading?.ok ? reading.content.fpan : null;
}

function infoOf({ token, tokenExp, state }: TspTokenRecord) {
  return { tokenExp, tokenLast4: token.slice(-4), state };
}

function listedToken(token: TspTokenRecord) {
  const { tokenId, issuerId, correlationId, tokenRequestorId, walletCardRefId, tokenStorageId } = token;
  return {
    tokenId,
    issuerId,
    correlationId,
    tokenRequestorId,
    walletCardRefId,
    tokenProductId: token.tokenProductId,
    ...(tokenStorageId !== null && { tokenStorageId }),
    tokenInfo: infoOf(token),
  };
}
