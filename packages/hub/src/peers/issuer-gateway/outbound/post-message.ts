import { maskMessage } from '@countermark/wire/issuer-gateway/masking';
import { type IssuerGatewayOperation, qualifiedName } from '@countermark/wire/issuer-gateway/operation';
import type { Issuer } from '../../../core/issuer.ts';
import type { IssuerAnswer, IssuerCall } from '../../../ports/issuer-backend.ts';
import type { Listened } from '../../../ports/late-answer.ts';
import type { OutboundLog } from '../../exchange-log.ts';
import type { PostResult } from '../../https-client.ts';
import type { HttpsClients } from '../../https-clients.ts';
import { issuerConnection } from './issuer-connection.ts';
import { type AnswerOf, type Expected, readAnswer } from './read-answer.ts';

/** How messages get to issuers, and where they are put on record. */
export interface IssuerOutbound {
  clients: Pick<HttpsClients, 'of'>;
  log: OutboundLog;
}

/** One message to an issuer. */
export interface IssuerMessage<Operation extends IssuerGatewayOperation> extends Expected<Operation> {
  issuer: Issuer;
  correlationId: string;
  /** As it is written to JSON; the same body gives the same bytes. */
  body: object;
  /** Milliseconds for everything, resending included. */
  timeLimit: number;
  /** Milliseconds to go on listening after that; absent: an answer that comes late is not heard. */
  listenOn?: number;
  /** Whether to try once more, at once, when the connection failed before any of the message left. */
  resend: 'IF_NOTHING_LEFT' | 'NEVER';
}

/**
 * Asks the issuer something within an enrolment. HTTP 200 is the answer; a question of which nothing left is sent once
 * more at once, unless it says otherwise.
 */
export function ask<Operation extends IssuerGatewayOperation>(
  outbound: IssuerOutbound,
  { issuer, correlationId, budget }: IssuerCall,
  question: Pick<IssuerMessage<Operation>, 'operation' | 'body'> &
    Partial<Pick<IssuerMessage<Operation>, 'resend'>>,
): Promise<IssuerAnswer<AnswerOf<Operation>>> {
  const timeLimit = Math.min(issuer.settings.answerTimeout, budget);
  const message = {
    issuer,
    correlationId,
    timeLimit,
    success: 'HTTP_200',
    resend: 'IF_NOTHING_LEFT',
  } as const;
  return postMessage(outbound, { ...message, ...question });
}

/** Sends a message and tells what came of it; each attempt is put on record. */
export async function postMessage<Operation extends IssuerGatewayOperation>(
  outbound: IssuerOutbound,
  message: IssuerMessage<Operation>,
): Promise<Listened<IssuerAnswer<AnswerOf<Operation>>>> {
  const begun = performance.now();
  const first = await attempt(outbound, { ...message, spent: 0 });
  if (message.resend === 'NEVER' || !nothingLeft(first.result)) return first.answer;
  const spent = performance.now() - begun;
  if (spent >= message.timeLimit) return first.answer;
  const second = await attempt(outbound, { ...message, spent });
  return second.answer;
}

function nothingLeft(result: PostResult): boolean {
  return result.kind === 'FAULT' && result.sent === 'NOTHING';
}

async function attempt<Operation extends IssuerGatewayOperation>(
  { clients, log }: IssuerOutbound,
  message: IssuerMessage<Operation> & { spent: number },
): Promise<{ result: PostResult; answer: Listened<IssuerAnswer<AnswerOf<Operation>>> }> {
  const { issuer, correlationId, operation, body, timeLimit, spent, listenOn } = message;
  const name = qualifiedName(operation);
  const connection = issuerConnection(clients, issuer);
  const request = maskMessage(name, 'request', body);
  const complete = log({ peer: connection.peer, operation: name, correlationId, request });

  const begun = performance.now();
  const result = await connection.post({
    operation,
    correlationId,
    body: JSON.stringify(body),
    timeLimit,
    spent,
    ...(listenOn !== undefined && { listenOn }),
  });
  const read = readAnswer(message, result);

  const response = maskMessage(name, 'response', read.body);
  await complete({ status: result.status, response, failure: read.failure });
  if (result.kind !== 'FAULT' || !result.late) return { result, answer: read.answer };
  const late = result.late.then(
    arrived =>
      arrived && {
        answer: readAnswer(message, arrived).answer,
        status: arrived.status,
        after: Math.round(performance.now() - begun),
      },
  );
  return { result, answer: { ...read.answer, late } };
}
