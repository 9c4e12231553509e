import { readHeaders } from '@countermark/wire/issuer-gateway/headers';
import { qualifiedName } from '@countermark/wire/issuer-gateway/operation';
import { outboundBasePath } from '@countermark/wire/issuer-gateway/operations';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { outboundBasePath as auxiliaryBasePath } from '@countermark/wire/issuer-gateway-auxiliary/operations';
import type { EnvelopeKeys } from '../../keys/envelope-keys.ts';
import type { IdentifiedCall } from '../around.ts';
import type { HttpAnswer, HttpCall } from '../http-call.ts';
import { isJson, parseJson } from '../json-body.ts';
import type { Notices } from '../notices.ts';
import type { ServedRoute } from '../routes.ts';
import type { Watch } from '../watch.ts';
import { EnvelopeOpener } from './open-envelope.ts';
import { IssuerGatewayRefusal, refusalAnswer } from './refusal.ts';
import type { ServedOperation } from './serve-operation.ts';

const basePaths = { 'single-badge': outboundBasePath, auxiliary: auxiliaryBasePath } as const;

/** Whether a path is one of the Issuer Gateway APIs. */
export function isOfIssuerGateway(path: string): boolean {
  return Object.values(basePaths).some(base => path.startsWith(`${base}/`));
}

/** What calls of the Issuer Gateway APIs come through. */
export class IssuerGatewayDoor {
  readonly #issuerId: string;
  readonly #keys: EnvelopeKeys;
  readonly #notices: Notices;
  readonly #watch: Watch;

  constructor(means: { issuerId: string; keys: EnvelopeKeys; notices: Notices; watch: Watch }) {
    this.#issuerId = means.issuerId;
    this.#keys = means.keys;
    this.#notices = means.notices;
    this.#watch = means.watch;
  }

  /** Where an operation is served: deployed issuers serve some under a name with a capital, and both are taken. */
  routesOf(served: ServedOperation): ServedRoute[] {
    const { api, name } = served.operation;
    const capital = name.slice(0, 1).toUpperCase() + name.slice(1);
    return [name, capital].map(spelling => ({
      method: 'POST',
      path: `${basePaths[api]}/${spelling}`,
      answer: call => this.#answer(served, call),
    }));
  }

  /** Headers first: what cannot be ascribed to a session of this issuer is not even looked at. */
  async #answer(served: ServedOperation, http: HttpCall): Promise<HttpAnswer> {
    if (http.body === null) return refusalAnswer(unreadable, 413);
    if (!isJson(http.headers['content-type'])) return refusalAnswer(unreadable, 415);
    const addressed = readHeaders(http.headers);
    if (!addressed.ok) return refusalAnswer(new IssuerGatewayRefusal(addressed.code, addressed.parameter));
    const { issuerId, correlationId } = addressed;
    if (issuerId !== this.#issuerId)
      return refusalAnswer(new IssuerGatewayRefusal(ResponseCode.unknownIssuer));

    const request = parseJson(http.body);
    const call: IdentifiedCall = {
      issuerId,
      operation: qualifiedName(served.operation),
      correlationId,
      request,
    };
    const opener = new EnvelopeOpener(this.#keys, this.#watch.unopened(call));
    return this.#watch.answer(call, signal =>
      served.serve(request, {
        call: { issuerId, correlationId, signal },
        opener,
        notices: this.#notices,
      }),
    );
  }
}

const unreadable = new IssuerGatewayRefusal(ResponseCode.badParameterFormat);
