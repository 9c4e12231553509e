import { type D1ErrorCode, errorCodeEntry } from '@countermark/wire/d1/error-codes';
import { errorResponse } from '@countermark/wire/d1/error-response';
import type { D1Operation } from '@countermark/wire/d1/operation';
import type { RefusalExample } from './api.ts';

/** A call that D1 or an issuer refuses, for each operation: what differs from the main example, and what comes back. */
export function refusalExampleOf(operation: D1Operation): RefusalExample {
  return operation.direction === 'inbound' ? refusedByHub(operation) : refusedByIssuer(operation);
}

/** By what in the path the call is about: the code for one that is not there. */
const notFound: readonly [parameter: string, errorCode: D1ErrorCode][] = [
  ['operationId', 'OPERATION_NOT_FOUND'],
  ['digitalCardId', 'DIGITAL_CARD_NOT_FOUND'],
  ['cardId', 'CARD_NOT_FOUND'],
  ['consumerId', 'CONSUMER_NOT_FOUND'],
];

function refusedByHub({ name, example, refusals }: D1Operation): RefusalExample {
  if (name === 'getToken') {
    const request = { ...(example.request as object), assertion: 'not-a-JWS' };
    return { ...hubRefusal('FIELD_INVALID_VALUE', 'assertion'), request };
  }
  const known = refusals.map(({ errorCode }) => errorCode);
  const absent = notFound.find(
    ([parameter, code]) => parameter in example.parameters && known.includes(code),
  );
  if (absent === undefined)
    return { ...hubRefusal('ISSUER_NOT_FOUND'), parameters: { issuerId: 'NoBank0001' } };
  const [parameter, errorCode] = absent;
  return { ...hubRefusal(errorCode), parameters: { [parameter]: 'not-there' } };
}

function hubRefusal(errorCode: D1ErrorCode, error?: string): RefusalExample {
  const { status } = errorCodeEntry(errorCode);
  return { name: errorCode, status, response: errorResponse({ errorCode, error }).body };
}

/** Issuers have codes of their own: the field in error says enough. */
const refusedByIssuers: Readonly<Record<string, (request: unknown) => Partial<RefusalExample>>> = {
  getToken: request => ({ request: { ...(request as object), grant_type: 'password' } }),
  getConsumerInformation: () => ({ parameters: { consumerId: 'consumer-unknown' } }),
  deliverOtp: () => ({ parameters: { consumerId: 'consumer-unknown' } }),
  getCardCredentials: () => ({ parameters: { cardId: 'not-there' } }),
  activatePhysicalCard: () => ({ parameters: { cardId: 'not-there' } }),
  verifyCard: request => ({ request: { ...(request as object), encryptedData: 'not-a-JWE' } }),
};

function refusedByIssuer({ name, example }: D1Operation): RefusalExample {
  const changes = refusedByIssuers[name]?.(example.request) ?? { request: withoutStatus(example.request) };
  const [parameter] = Object.keys(changes.parameters ?? {});
  if (parameter !== undefined)
    return { name: 'unknown', status: 404, response: { error: parameter }, ...changes };
  const inBody = Array.isArray(example.request) ? '0.status' : 'status';
  const error = { getToken: 'invalid_request', verifyCard: 'encryptedData' }[name] ?? inBody;
  return { name: 'malformed', status: 400, response: { error }, ...changes };
}

function withoutStatus(request: unknown): unknown {
  if (Array.isArray(request)) return request.map(withoutStatus);
  const { status: _, ...others } = request as { status: string };
  return others;
}
