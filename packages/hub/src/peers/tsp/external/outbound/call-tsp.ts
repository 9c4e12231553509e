import type { AnnotatedSchema } from '@countermark/wire/annotated-schema';
import { correlationIdHeader } from '@countermark/wire/issuer-gateway/headers';
import { maskBySchema } from '@countermark/wire/masking';
import { TspError } from '@countermark/wire/tsp/error-response';
import type { RequestOf, ResponseOf, TspOperation } from '@countermark/wire/tsp/operation';
import type { TspConnection } from '../../../../core/tsp-connection.ts';
import type { TspAnswer } from '../../../../ports/tsp.ts';
import type { OutboundLog } from '../../../exchange-log.ts';
import type { HttpsClient } from '../../../https-client.ts';
import type { HttpsClients } from '../../../https-clients.ts';
import { readTspAnswer } from './read-tsp-answer.ts';

/** Milliseconds until a connection to a TSP stands, and until it has answered. */
export interface TspLimits {
  connectTimeout: number;
  answerTimeout: number;
}

export const usualLimits: TspLimits = { connectTimeout: 2_000, answerTimeout: 5_000 };

/** How calls get to TSPs, and where they are put on record. */
export interface TspOutbound {
  clients: Pick<HttpsClients, 'of'>;
  log: OutboundLog;
  limits?: TspLimits;
}

/** One call of a TSP. */
export interface TspMessage<Operation extends TspOperation> {
  operation: Operation;
  correlationId: string;
  /** Of the path. */
  tokenId?: string;
  query?: Record<string, string>;
  body: RequestOf<Operation>;
}

/** Calls a TSP once; the call is put on record, masked. A fault and what is worth another try are code 921. */
export async function callTsp<Operation extends TspOperation>(
  outbound: TspOutbound,
  connection: TspConnection,
  message: TspMessage<Operation>,
): Promise<TspAnswer<ResponseOf<Operation>>> {
  const { operation, correlationId, body } = message;
  const peer = `tsp:${connection.tsp}`;
  const complete = outbound.log({
    peer,
    operation: operation.name,
    correlationId,
    request: maskBySchema(operation.request ?? {}, body),
  });
  const result = await clientOf(outbound, connection).send({
    method: operation.method,
    url: urlOf(connection, message),
    headers: { [correlationIdHeader]: correlationId },
    body: body === null ? null : JSON.stringify(body),
    timeLimit: (outbound.limits ?? usualLimits).answerTimeout,
  });
  const read = readTspAnswer(operation, result);
  const response = maskBySchema(answerSchema(operation), read.body);
  await complete({ status: result.status, response, failure: read.failure });
  return read.answer;
}

/** An answer is what the operation says, or a refusal. */
function answerSchema(operation: TspOperation): AnnotatedSchema {
  const response: AnnotatedSchema = operation.response ?? {};
  return { properties: { ...TspError.properties, ...response.properties } };
}

export function clientOf(outbound: TspOutbound, { tsp, settings }: TspConnection): HttpsClient {
  const { connectTimeout } = outbound.limits ?? usualLimits;
  return outbound.clients.of(`tsp:${tsp}`, { serverTrust: settings.serverTrust, connectTimeout });
}

function urlOf(
  { settings }: TspConnection,
  { operation, tokenId = '', query = {} }: TspMessage<TspOperation>,
): string {
  const path = operation.path.replace(':tokenId', encodeURIComponent(tokenId));
  const parameters = new URLSearchParams(query).toString();
  return settings.outboundBase + path + (parameters === '' ? '' : `?${parameters}`);
}
