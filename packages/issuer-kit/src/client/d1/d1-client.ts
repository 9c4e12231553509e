import type {
  D1Operation,
  ParametersOf,
  QueryOf,
  RequestOf,
  ResponseOf,
} from '@countermark/wire/d1/operation';
import type { Called, D1CallOptions, ResendingOptions } from '../call-options.ts';
import { usualResending } from '../resending.ts';
import { D1Caller } from './caller.ts';
import type { InClear } from './card-data.ts';
import { type D1Access, RawD1Client } from './raw-client.ts';
import { type D1Resources, d1Resources } from './resources.ts';

/** Path, query and body of a call in one object, but the issuer's own id; `encryptedData` in the clear. */
export type D1Request<Operation extends D1Operation> = Omit<ParametersOf<Operation>, 'issuerId'> &
  (QueryOf<Operation> extends object ? QueryOf<Operation> : unknown) &
  (RequestOf<Operation> extends object ? InClear<RequestOf<Operation>> : unknown);

/** The body of a success, where there is one, and the correlation id it came under. */
export type D1Response<Operation extends D1Operation> = Called &
  (ResponseOf<Operation> extends object ? ResponseOf<Operation> : unknown);

/**
 * One call. All of them throw `UnfitRequestError`, `D1CallRefusedError`, `HubFailedError`, `HubUnreachableError` and
 * `UnreadableAnswerError`; those that seal card data also `NoActiveKeyError`.
 */
export type D1Method<Operation extends D1Operation> = (
  request: D1Request<Operation>,
  options?: D1CallOptions,
) => Promise<D1Response<Operation>>;

/** A method for every inbound operation. */
export type D1Client = {
  readonly [Noun in keyof D1Resources]: {
    readonly [Verb in keyof D1Resources[Noun]]: D1Resources[Noun][Verb] extends D1Operation
      ? D1Method<D1Resources[Noun][Verb]>
      : never;
  };
} & Pick<RawD1Client, 'send' | 'askToken' | 'seal' | 'close'>;

/**
 * Makes a client of the inbound D1 APIs for one issuer. It connects with the first call and keeps its connections until
 * `close`; so it does with the access token until the last minute of it.
 *
 * A call is sent again where that has no second effect: what reads, what registers with PUT, and `suspend` of a card.
 * Others are sent again only when the hub certainly did nothing.
 *
 * @throws P256KeyError when a key of the hub cannot be used
 * @example
 * const d1 = d1Client({ url, issuerId: 'BANKISSUER', identity, trust, signing, hubKeys });
 * await d1.cards.register({ cardId, consumerId, cardProductId, encryptedData: { pan, exp } });
 */
export function d1Client(options: D1Access & ResendingOptions): D1Client {
  const raw = new RawD1Client(options);
  const caller = new D1Caller(raw, { ...usualResending, ...options.resending });
  const methodsOf = (operations: Readonly<Record<string, D1Operation>>) =>
    mapped(
      operations,
      operation => (request: object, call?: D1CallOptions) => caller.call(operation, request, call),
    );
  return {
    ...mapped(d1Resources, methodsOf),
    send: call => raw.send(call),
    askToken: () => raw.askToken(),
    seal: cardData => raw.seal(cardData),
    close: () => raw.close(),
  } as D1Client;
}

function mapped<Value, Result>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
