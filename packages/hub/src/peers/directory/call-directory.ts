import type { AnnotatedSchema } from '@countermark/wire/annotated-schema';
import type { HttpOperation, RequestOf, ResponseOf } from '@countermark/wire/http-operation';
import { correlationIdHeader } from '@countermark/wire/issuer-gateway/headers';
import { parsed } from '@countermark/wire/issuer-gateway/plaintext/plaintext';
import { maskBySchema } from '@countermark/wire/masking';
import { readMessage } from '@countermark/wire/reading';
import type Type from 'typebox';
import type { DirectoryName } from '../../core/directory.ts';
import type { DirectoryCall } from '../../ports/directory.ts';
import type { OutboundLog } from '../exchange-log.ts';
import { type HttpAnswer, type PostResult, unexpectedStatus } from '../https-client.ts';
import type { HttpsClients } from '../https-clients.ts';

/** How the hub connects to one directory. */
export interface DirectoryLine<ErrorBody extends Type.TSchema> {
  directory: DirectoryName;
  /** Base of all operations. */
  url: string;
  /** PEM of the authority or certificate to trust; null: the system's trust store. */
  serverTrust: string | null;
  clients: Pick<HttpsClients, 'of'>;
  log: OutboundLog;
  /** What a refusal looks like. */
  errorBody: ErrorBody;
  limits?: DirectoryLimits;
}

/** Milliseconds until a connection stands, and until all of an answer is there. */
export interface DirectoryLimits {
  connectTimeout: number;
  answerTimeout: number;
}

/** A directory may have a token made, and the issuer asked about it, before it answers. */
export const directoryLimits: DirectoryLimits = { connectTimeout: 5_000, answerTimeout: 30_000 };

export interface DirectoryMessage<Operation extends HttpOperation> {
  operation: Operation;
  parameters?: Record<string, string>;
  body: RequestOf<Operation>;
}

/** What came of a call. A fault may pass, a refusal will not. */
export type DirectoryAnswer<Message, Refusal> =
  | { kind: 'ANSWER'; message: Message }
  | { kind: 'REFUSAL'; status: number; refusal: Refusal }
  | { kind: 'FAULT'; reason: string };

/** Calls a directory once; the call is put on record, masked: what is said of people and cards does not show. */
export async function callDirectory<Operation extends HttpOperation, ErrorBody extends Type.TSchema>(
  line: DirectoryLine<ErrorBody>,
  message: DirectoryMessage<Operation>,
  { correlationId }: DirectoryCall,
): Promise<DirectoryAnswer<ResponseOf<Operation>, Type.Static<ErrorBody>>> {
  const { operation, body } = message;
  const { connectTimeout, answerTimeout } = line.limits ?? directoryLimits;
  const peer = `directory:${line.directory}`;
  const complete = line.log({
    peer,
    operation: operation.name,
    correlationId,
    request: maskBySchema(operation.request ?? {}, body),
  });
  const result = await line.clients.of(peer, { serverTrust: line.serverTrust, connectTimeout }).send({
    method: operation.method,
    url: line.url + pathOf(message),
    headers: { [correlationIdHeader]: correlationId },
    body: body === null ? null : JSON.stringify(body),
    timeLimit: answerTimeout,
  });
  const { answer, json } = read(line, operation, result);
  await complete({
    status: result.status,
    response: maskBySchema(answerSchema(line, operation), json),
    failure: answer.kind === 'FAULT' ? answer.reason : null,
  });
  return answer;
}

function pathOf({ operation, parameters = {} }: DirectoryMessage<HttpOperation>): string {
  return operation.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
}

function read<Operation extends HttpOperation, ErrorBody extends Type.TSchema>(
  line: DirectoryLine<ErrorBody>,
  operation: Operation,
  result: PostResult,
): { answer: DirectoryAnswer<ResponseOf<Operation>, Type.Static<ErrorBody>>; json: unknown } {
  if (result.kind === 'FAULT') return { answer: { kind: 'FAULT', reason: result.reason }, json: undefined };
  const json = parsed(result.body ?? '');
  const value = json.ok ? json.value : undefined;
  if (result.status === operation.success)
    return { answer: readSuccess(operation, result, value), json: value };
  const refusal = readMessage(line.errorBody, value);
  const isRefusal = result.status >= 400 && result.status < 500 && refusal.ok;
  return {
    answer: isRefusal
      ? { kind: 'REFUSAL', status: result.status, refusal: refusal.message }
      : { kind: 'FAULT', reason: unexpectedStatus(result.status) },
    json: value,
  };
}

function readSuccess<Operation extends HttpOperation>(
  { response }: Operation,
  result: HttpAnswer,
  json: unknown,
): DirectoryAnswer<ResponseOf<Operation>, never> {
  if (response === null) return { kind: 'ANSWER', message: null as ResponseOf<Operation> };
  if (result.body === null) return { kind: 'FAULT', reason: 'the answer is larger than 64 KiB' };
  const reading = readMessage(response, json);
  return reading.ok
    ? { kind: 'ANSWER', message: reading.message as ResponseOf<Operation> }
    : { kind: 'FAULT', reason: `${reading.parameter} is not as it should be in the answer` };
}

/** An answer is what the operation says, or a refusal. */
function answerSchema(
  { errorBody }: DirectoryLine<Type.TSchema>,
  { response }: HttpOperation,
): AnnotatedSchema {
  const [error, success]: AnnotatedSchema[] = [errorBody, response ?? {}];
  return { properties: { ...error?.properties, ...success?.properties } };
}
