import { correlationIdHeader } from '@countermark/wire/d1/headers';
import { maskMessage } from '@countermark/wire/d1/masking';
import { type D1Operation, qualifiedName } from '@countermark/wire/d1/operation';
import type { D1Settings, Issuer } from '../../../core/issuer.ts';
import type { D1Answer } from '../../../ports/d1-backend.ts';
import type { IssuerCall } from '../../../ports/issuer-backend.ts';
import type { Listened } from '../../../ports/late-answer.ts';
import type { OutboundLog } from '../../exchange-log.ts';
import type { HttpsClients } from '../../https-clients.ts';
import type { AccessTokens } from './access-tokens.ts';
import { issuerClient } from './issuer-client.ts';
import { issuerUrl, type Place } from './issuer-url.ts';
import { type AnswerOf, readAnswer } from './read-answer.ts';

/** How calls get to issuers, with what tokens, and where they are put on record. */
export interface D1Outbound {
  clients: Pick<HttpsClients, 'of'>;
  log: OutboundLog;
  tokens: AccessTokens;
}

/** One call of an issuer. */
export interface D1Message<Operation extends D1Operation> extends Place<Operation> {
  issuer: Issuer;
  /** As it is written to JSON; the same body gives the same bytes. */
  body: object | undefined;
  /** Which part of the body belongs to which session: each is put on record there. */
  sessions: readonly Session[];
  /** Milliseconds for everything, the access token included. */
  timeLimit: number;
  /** Milliseconds to go on listening after that; absent: an answer that comes late is not heard. */
  listenOn?: number;
}

/** What of a call belongs to one session. */
export interface Session {
  correlationId: string;
  body: object | undefined;
}

/** Asks the issuer something, within the time left for it. */
export function ask<Operation extends D1Operation>(
  outbound: D1Outbound,
  { issuer, correlationId, budget }: IssuerCall,
  { body, ...place }: Place<Operation> & { body?: object },
): Promise<D1Answer<AnswerOf<Operation>>> {
  return callIssuer(outbound, {
    issuer,
    ...place,
    body,
    sessions: [{ correlationId, body }],
    timeLimit: Math.min(issuer.settings.answerTimeout, budget),
  });
}

/** Calls the issuer with its access token; where that is not taken, once more with a new one. */
export async function callIssuer<Operation extends D1Operation>(
  outbound: D1Outbound,
  message: D1Message<Operation>,
): Promise<Listened<D1Answer<AnswerOf<Operation>>>> {
  const { issuer, timeLimit, sessions } = message;
  const { d1 } = issuer.settings;
  if (!d1) return failed("the issuer's settings do not name this API");
  const begun = performance.now();
  const spent = () => performance.now() - begun;
  const tokenFor = (rejected?: string) =>
    outbound.tokens.of(issuer, {
      correlationId: sessions[0]?.correlationId ?? '',
      timeLimit: Math.max(1, Math.ceil(timeLimit - spent())),
      ...(rejected !== undefined && { rejected }),
    });
  const attemptWith = (token: string | null) => attempt(outbound, { ...message, d1, token, spent: spent() });

  const first = await tokenFor();
  if (!first.ok) return failed(first.reason);
  const answer = await attemptWith(first.token);
  if (first.token === null || answer.kind !== 'REFUSED' || answer.status !== 401) return answer;
  const second = await tokenFor(first.token);
  return second.ok ? attemptWith(second.token) : failed(second.reason);
}

async function attempt<Operation extends D1Operation>(
  { clients, log }: D1Outbound,
  message: D1Message<Operation> & { d1: D1Settings; token: string | null; spent: number },
): Promise<Listened<D1Answer<AnswerOf<Operation>>>> {
  const { operation, issuer, d1, body, token, sessions, timeLimit, spent, listenOn } = message;
  const name = qualifiedName(operation);
  const { peer, client } = issuerClient(clients, issuer);
  const records = sessions.map(session =>
    log({
      peer,
      operation: name,
      correlationId: session.correlationId,
      request: maskMessage(name, 'request', session.body),
    }),
  );
  const begun = performance.now();
  const result = await client.send({
    method: operation.method,
    url: issuerUrl(d1, message),
    headers: headersOf({ token, sessions }),
    body: body === undefined ? null : JSON.stringify(body),
    timeLimit,
    spent,
    ...(listenOn !== undefined && { listenOn }),
  });
  const read = readAnswer(operation, result);
  const response = maskMessage(name, 'response', read.body);
  await Promise.all(
    records.map(complete => complete({ status: result.status, response, failure: read.failure })),
  );
  if (result.kind !== 'FAULT' || !result.late) return read.answer;
  const late = result.late.then(
    arrived =>
      arrived && {
        answer: readAnswer(operation, arrived).answer,
        status: arrived.status,
        after: Math.round(performance.now() - begun),
      },
  );
  return { ...read.answer, late };
}

/** A call of several sessions is of none: its items say what they belong to. */
function headersOf({
  token,
  sessions: [session, ...others],
}: Pick<D1Message<D1Operation>, 'sessions'> & { token: string | null }): Record<string, string> {
  return {
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...(session && others.length === 0 && { [correlationIdHeader]: session.correlationId }),
  };
}

/** A fault of set-up like any other: whoever mends it gets what is waiting sent. */
function failed(reason: string): D1Answer<never> {
  return { kind: 'FAILED', status: null, reason, retryAfter: null };
}
