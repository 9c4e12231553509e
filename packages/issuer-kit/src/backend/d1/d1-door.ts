import { readD1Headers } from '@countermark/wire/d1/headers';
import { qualifiedName } from '@countermark/wire/d1/operation';
import { getToken } from '@countermark/wire/d1/outbound/get-token';
import type { IdentifiedCall } from '../around.ts';
import type { HttpAnswer, HttpCall } from '../http-call.ts';
import { isJson, mediaType, parseJson } from '../json-body.ts';
import type { Notices } from '../notices.ts';
import type { ServedRoute } from '../routes.ts';
import type { Watch } from '../watch.ts';
import type { AccessTokens } from './access-tokens.ts';
import { giveToken } from './get-token.ts';
import { errorAnswer } from './refusal.ts';
import type { D1Incoming, ServedD1Operation } from './serve-d1-operation.ts';

/** What calls of the D1 APIs come through. */
export class D1Door {
  readonly #issuerId: string;
  /** Null: no call needs an access token. */
  readonly #tokens: AccessTokens | null;
  readonly #notices: Notices;
  readonly #watch: Watch;
  readonly #now: () => Date;

  constructor(means: {
    issuerId: string;
    tokens: AccessTokens | null;
    notices: Notices;
    watch: Watch;
    now: () => Date;
  }) {
    this.#issuerId = means.issuerId;
    this.#tokens = means.tokens;
    this.#notices = means.notices;
    this.#watch = means.watch;
    this.#now = means.now;
  }

  /** Where access tokens are given, if any are. */
  tokenRoutes(): ServedRoute[] {
    const tokens = this.#tokens;
    if (tokens === null) return [];
    return [{ method: getToken.method, path: getToken.path, answer: call => this.#giveToken(tokens, call) }];
  }

  routeOf(served: ServedD1Operation): ServedRoute {
    const { method, path } = served.operation;
    return { method, path, answer: (call, parameters) => this.#answer(served, call, parameters) };
  }

  async #giveToken(tokens: AccessTokens, { headers, body }: HttpCall): Promise<HttpAnswer> {
    if (body === null) return tooLong;
    const isForm = mediaType(headers['content-type']) === 'application/x-www-form-urlencoded';
    const form = isForm ? Object.fromEntries(new URLSearchParams(body)) : null;
    const call = {
      issuerId: this.#issuerId,
      operation: qualifiedName(getToken),
      correlationId: null,
      request: form,
    };
    return this.#watch.answer(call, async () => giveToken({ headers, form, now: this.#now() }, tokens));
  }

  async #answer(
    served: ServedD1Operation,
    http: HttpCall,
    parameters: Readonly<Record<string, string>>,
  ): Promise<HttpAnswer> {
    const { headers, body, url } = http;
    if (body === null) return tooLong;
    if (body !== '' && !isJson(headers['content-type'])) return notJson;
    if (parameters['issuerId'] !== this.#issuerId) return errorAnswer(404, { error: 'issuerId' });
    const said = readD1Headers(served.operation.api, headers);
    if (!said.ok) return errorAnswer(400, { error: said.error });

    const incoming = { parameters, query: queryOf(url), body: body === '' ? undefined : parseJson(body) };
    const { correlationId } = said;
    const operation = qualifiedName(served.operation);
    const call = { issuerId: this.#issuerId, operation, correlationId, request: incoming.body };
    return this.#watch.answer(call, signal => this.#serve(served, { incoming, call, signal, headers }));
  }

  async #serve(
    served: ServedD1Operation,
    known: {
      incoming: D1Incoming;
      call: IdentifiedCall;
      signal: AbortSignal;
      headers: HttpCall['headers'];
    },
  ): Promise<HttpAnswer> {
    const { incoming, call, signal, headers } = known;
    const { issuerId, correlationId } = call;
    if (this.#tokens?.open(headers.authorization, this.#now()) === false)
      return errorAnswer(401, { error: 'Unauthorized' });
    return served.serve(incoming, {
      call: { issuerId, correlationId, signal },
      notices: this.#notices,
      onUnopened: this.#watch.unopened(call),
    });
  }
}

const tooLong = errorAnswer(413, { error: 'Content Too Large' });
const notJson = errorAnswer(415, { error: 'content-type' });

function queryOf(url: string): Record<string, string> {
  const start = url.indexOf('?');
  return start === -1 ? {} : Object.fromEntries(new URLSearchParams(url.slice(start)));
}
