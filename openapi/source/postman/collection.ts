import type { ApiSource, OperationSource } from '../api.ts';
import type { JsonObject } from '../schemas.ts';
import { type Collection, convert, type Item, type Request, type SavedResponse } from './convert.ts';
import { withVariables } from './variables.ts';

/**
 * The Postman collection of one API: its document as Postman imports it, with variables in place of the ids and envelopes
 * of the examples, and with the call that is refused beside the one that succeeds.
 */
export async function collectionOf(source: ApiSource, document: JsonObject): Promise<Collection> {
  const { info, item: folders } = await convert(document);
  const items = folders.flatMap(folder => folder.item);
  return withoutIds({
    info: { ...info, name: source.name, description: source.description },
    item: [{ name: source.title, item: source.operations.map(operation => itemOf(operation, items)) }],
    variable: [{ key: 'baseUrl', value: baseUrlOf(source) }],
  });
}

/** Hub and issuer are where the environment says. */
function baseUrlOf({ server: { url } }: ApiSource): string {
  const { hostname, pathname } = new URL(url);
  return `{{${hostname === 'hub.example' ? 'hubUrl' : 'issuerUrl'}}}${pathname.replace(/\/$/, '')}`;
}

function itemOf(operation: OperationSource, items: readonly Item[]): Item {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
  const converted = items.find(
    ({ request: { method, url } }) =>
      method.toLowerCase() === operation.method && `/${url.path.join('/')}` === path,
  );
  if (!converted) throw new Error(`No request was made of ${operation.method} ${operation.path}`);
  const { example, success } = operation;
  const request = withVariables(formFilled(converted.request, example.request));
  return {
    name: operation.operationId,
    request,
    response: [
      saved('success', { request, status: success.status, body: example.response }),
      ...refusalOf(operation, request),
    ],
  };
}

function refusalOf({ refusalExample: refusal }: OperationSource, request: Request): SavedResponse[] {
  if (refusal === null) return [];
  const { name, status, parameters = {}, request: body, response } = refusal;
  const variable = request.url.variable.map(parameter => ({
    ...parameter,
    value: parameters[parameter.key] ?? parameter.value,
  }));
  const changed: Request = {
    ...request,
    url: { ...request.url, variable },
    ...(body !== undefined && { body: bodyLike(request.body, withVariables(body)) }),
  };
  return [saved(name, { request: changed, status, body: response })];
}

/** Of a form the converter reads no example. */
function formFilled(request: Request, content: unknown): Request {
  return request.body?.mode === 'urlencoded'
    ? { ...request, body: bodyLike(request.body, content) }
    : request;
}

/** A form or JSON, as the request has it. */
function bodyLike(body: Request['body'], content: unknown): NonNullable<Request['body']> {
  if (body?.mode !== 'urlencoded')
    return { ...body, mode: 'raw', raw: withVariables(JSON.stringify(content, null, 2)) };
  const urlencoded = Object.entries(content as Record<string, string>).map(([key, value]) => ({
    key,
    value,
  }));
  return { mode: 'urlencoded', urlencoded } as NonNullable<Request['body']>;
}

function saved(
  name: string,
  { request, status, body }: { request: Request; status: number; body: unknown },
): SavedResponse {
  return {
    name,
    originalRequest: request,
    code: status,
    ...(body !== undefined && { body: JSON.stringify(body, null, 2) }),
  };
}

/** The converter draws ids by lot; Postman makes its own of what has none. */
function withoutIds<Part>(part: Part): Part {
  return JSON.parse(
    JSON.stringify(part, (name, value) => (/^(_postman_id|id|uid)$/.test(name) ? undefined : value)),
  );
}
