import { randomUUID } from 'node:crypto';
import { getToken } from '@countermark/wire/d1/oauth2/get-token';
import { type D1Operation, readParameters, readRequest, readResponse } from '@countermark/wire/d1/operation';
import type { D1Reading } from '@countermark/wire/d1/reading';
import type { D1CallOptions } from '../call-options.ts';
import { d1Error, type FailedCall, UnfitRequestError, UnreadableAnswerError } from '../errors.ts';
import type { HubAnswer } from '../hub-answer.ts';
import { type Resending, resend } from '../resending.ts';
import { withSealedCardData } from './card-data.ts';
import { partsOf } from './parts-of.ts';
import type { RawD1Call, RawD1Client } from './raw-client.ts';
import { isWorthwhile } from './worthwhile.ts';

/** Makes typed calls of raw ones. */
export class D1Caller {
  readonly #raw: RawD1Client;
  readonly #how: Resending;

  constructor(raw: RawD1Client, how: Resending) {
    this.#raw = raw;
    this.#how = how;
  }

  /** @param request path, query and body in one object */
  async call(operation: D1Operation, request: object, options: D1CallOptions = {}): Promise<object> {
    const { correlationId = randomUUID(), ...others } = options;
    const named = { operation: operation.name, correlationId };
    const call = { operation, ...(await this.#fitParts(operation, request)), correlationId, ...others };
    const answer = await this.#sendWithToken(call, named);
    if (answer.status >= 300) throw d1Error(named, answer);
    const reading = readResponse(operation, answer.body ?? undefined);
    if (!reading.ok) throw new UnreadableAnswerError(named, { status: answer.status, member: reading.error });
    return { ...(reading.message as object | undefined), correlationId };
  }

  async #fitParts(operation: D1Operation, request: object) {
    const { parameters, query, body } = partsOf(operation, request);
    const sealed = await withSealedCardData(body, cardData => this.#raw.seal(cardData));
    check(operation, readParameters(operation, { ...parameters, issuerId: this.#raw.issuerId }));
    check(operation, readRequest(operation, sealed));
    return { parameters, query, body: sealed };
  }

  /** A token that the hub does not take is asked for anew, once. */
  async #sendWithToken(call: RawD1Call, named: FailedCall): Promise<HubAnswer> {
    const token = await this.#token(call, named);
    const answer = await this.#send(token, call);
    if (answer.status !== 401) return answer;
    this.#raw.tokens.drop(token);
    return this.#send(await this.#token(call, named), call);
  }

  #send(token: string, call: RawD1Call): Promise<HubAnswer> {
    return resend(() => this.#raw.sendWith(token, call), {
      how: this.#how,
      worthwhile: outcome => isWorthwhile(call.operation, outcome),
      signal: call.signal,
    });
  }

  async #token({ signal }: RawD1Call, { correlationId }: FailedCall): Promise<string> {
    const held = await this.#raw.tokens.held();
    if (held !== undefined) return held;
    let token: string | undefined;
    const ask = async () => {
      const asked = await this.#raw.tokens.ask();
      token = asked.token;
      return asked.answer;
    };
    const worthwhile = isWorthwhile.bind(null, getToken);
    const answer = await resend(ask, { how: this.#how, worthwhile, signal });
    if (token !== undefined) return token;
    const named = { operation: getToken.name, correlationId };
    if (answer.status >= 300) throw d1Error(named, answer);
    throw new UnreadableAnswerError(named, { status: answer.status, member: 'access_token' });
  }
}

function check(operation: D1Operation, reading: D1Reading<unknown>): void {
  if (!reading.ok) throw new UnfitRequestError(operation.name, reading.error);
}
