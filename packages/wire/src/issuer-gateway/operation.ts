import type Type from 'typebox';
import { type Reading, type Refusal, readMessage } from '../reading.ts';

/** `inbound`: the issuer's backend calls the hub; `outbound`: the hub calls the issuer's backend. */
export type Direction = 'inbound' | 'outbound';

/**
 * `single-badge`: of cards with one badge, and of the primary side of cobadged cards; `auxiliary`: of the domestic side
 * of cobadged cards.
 */
export type IssuerGatewayApi = 'single-badge' | 'auxiliary';

/**
 * One method of the Issuer Gateway API: always a `POST` of JSON, its path the base URL followed by `/` and its name
 * (Issuer Gateway API, API protocol).
 */
export interface IssuerGatewayOperation<
  Request extends Type.TSchema = Type.TSchema,
  Response extends Type.TSchema | null = Type.TSchema | null,
  Name extends string = string,
> {
  readonly api: IssuerGatewayApi;
  /** The name on the wire; case counts. */
  readonly name: Name;
  readonly direction: Direction;
  /** One sentence: what the caller wants. */
  readonly summary: string;
  readonly request: Request;
  /** The body of HTTP 200; `null` when it is empty and whatever comes is ignored. */
  readonly response: Response;
  /** What the request's schema cannot say, such as which members exclude each other. Runs after reading. */
  check?(request: Type.Static<Request>): Refusal | undefined;
}

/** The request body of an operation. */
export type RequestOf<Operation extends IssuerGatewayOperation> = Type.Static<Operation['request']>;

/** The body of an operation's HTTP 200, `undefined` where it has none. */
export type ResponseOf<Operation extends IssuerGatewayOperation> = Operation['response'] extends Type.TSchema
  ? Type.Static<Operation['response']>
  : undefined;

/** Declares an operation of the single-badge API, its static types kept. */
export function defineOperation<
  Request extends Type.TSchema,
  Response extends Type.TSchema | null,
  const Name extends string,
>(
  operation: Omit<IssuerGatewayOperation<Request, Response, Name>, 'api'>,
): IssuerGatewayOperation<Request, Response, Name> {
  return { api: 'single-badge', ...operation };
}

/** Declares an operation of the auxiliary API, its static types kept. */
export function defineAuxiliaryOperation<
  Request extends Type.TSchema,
  Response extends Type.TSchema | null,
  const Name extends string,
>(
  operation: Omit<IssuerGatewayOperation<Request, Response, Name>, 'api'>,
): IssuerGatewayOperation<Request, Response, Name> {
  return { api: 'auxiliary', ...operation };
}

/**
 * What tells an operation from those of the other API in logs and records: `updateCard`, `auxiliary/updateCard`. On the
 * wire it is called by its name alone.
 */
export function qualifiedName({ api, name }: Pick<IssuerGatewayOperation, 'api' | 'name'>): string {
  return api === 'auxiliary' ? `auxiliary/${name}` : name;
}

/**
 * Reads a request body as the operation's receiver does: tolerantly, then by the operation's own check.
 *
 * @param body parsed JSON from an untrusted peer
 */
export function readRequest<Operation extends IssuerGatewayOperation>(
  operation: Operation,
  body: unknown,
): Reading<RequestOf<Operation>> {
  const reading = readMessage<Operation['request']>(operation.request, body);
  if (!reading.ok) return reading;
  return operation.check?.(reading.message) ?? reading;
}

/**
 * Reads the body of an HTTP 200 as the operation's caller does. An operation without a response reads any body,
 * absent or not, as `undefined`.
 *
 * @param body parsed JSON from an untrusted peer
 */
export function readResponse<Operation extends IssuerGatewayOperation>(
  operation: Operation,
  body: unknown,
): Reading<ResponseOf<Operation>> {
  if (operation.response === null) return { ok: true, message: undefined as ResponseOf<Operation> };
  return readMessage(operation.response, body) as Reading<ResponseOf<Operation>>;
}
