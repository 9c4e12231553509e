import type Type from 'typebox';
import type { D1Api } from './api.ts';
import { type D1Reading, type D1Refusal, readD1Message } from './reading.ts';
import type { D1RefusalRow } from './refusals.ts';

/**
 * One call of a D1 API, as data: `inbound` the issuer's back end calls D1, `outbound` D1 calls the issuer's back end.
 * Not the record of what was done to a card, which the APIs call an operation too.
 */
export interface D1Operation<
  Parameters extends Type.TObject = Type.TObject,
  Query extends Type.TObject | null = Type.TObject | null,
  Request extends Type.TSchema | null = Type.TSchema | null,
  Response extends Type.TSchema | null = Type.TSchema | null,
  Name extends string = string,
> {
  readonly api: D1Api;
  /** Unique within its API. */
  readonly name: Name;
  readonly direction: 'inbound' | 'outbound';
  readonly method: 'GET' | 'POST' | 'PUT';
  /** From the root of the host on, with its parameters in braces. */
  readonly path: string;
  /** One sentence: what the caller wants. */
  readonly summary: string;
  /** The parameters of the path, in its order. */
  readonly parameters: Parameters;
  readonly query: Query;
  /** The body; `null`: it has none. */
  readonly request: Request;
  /** The body may be left out, which is the same as an empty object. */
  readonly requestIsOptional?: true;
  /** Status of a success, and its body; `null`: it has none. */
  readonly response: { readonly status: 200 | 201 | 204; readonly schema: Response };
  readonly refusals: readonly D1RefusalRow[];
  readonly example: {
    readonly parameters: Type.Static<Parameters>;
    readonly query?: BodyOf<Query>;
    readonly request?: BodyOf<Request>;
    readonly response?: BodyOf<Response>;
  };
  /** What the request's schema cannot say. Runs after reading. */
  check?(request: BodyOf<Request>): D1Refusal | undefined;
}

type BodyOf<Schema extends Type.TSchema | null> = Schema extends Type.TSchema
  ? Type.Static<Schema>
  : undefined;

/** The parameters of an operation's path. */
export type ParametersOf<Operation extends D1Operation> = Type.Static<Operation['parameters']>;

/** The query of an operation; `undefined` where it has none. */
export type QueryOf<Operation extends D1Operation> = BodyOf<Operation['query']>;

/** The request body of an operation; `undefined` where it has none. */
export type RequestOf<Operation extends D1Operation> = BodyOf<Operation['request']>;

/** The body of an operation's success; `undefined` where it has none. */
export type ResponseOf<Operation extends D1Operation> = BodyOf<Operation['response']['schema']>;

/** Declares an operation, its static types kept. */
export function defineD1Operation<
  Parameters extends Type.TObject,
  Query extends Type.TObject | null,
  Request extends Type.TSchema | null,
  Response extends Type.TSchema | null,
  const Name extends string,
>(
  operation: D1Operation<Parameters, Query, Request, Response, Name>,
): D1Operation<Parameters, Query, Request, Response, Name> {
  return operation;
}

/** What tells an operation from those of other APIs in logs and records: `D1-Public-IN-v2-Card/suspendCard`. */
export function qualifiedName({ api, name }: Pick<D1Operation, 'api' | 'name'>): string {
  return `${api}/${name}`;
}

/**
 * The path of one call, its parameters filled in and encoded, with the members of the query that are there.
 *
 * @throws RangeError when a parameter of the path is missing
 */
export function pathOf<Operation extends D1Operation>(
  operation: Operation,
  parameters: ParametersOf<Operation>,
  query?: QueryOf<Operation>,
): string {
  const values = new Map(Object.entries(parameters as Record<string, unknown>));
  const path = operation.path.replace(/\{(?<name>\w+)\}/g, (_, name: string) => {
    const value = values.get(name);
    if (typeof value !== 'string')
      throw new RangeError(`${qualifiedName(operation)} needs ${name} in its path`);
    return encodeURIComponent(value);
  });
  const sent = Object.entries((query ?? {}) as Record<string, unknown>).filter(
    ([, value]) => value !== undefined,
  );
  const search = new URLSearchParams(
    sent.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return search === '' ? path : `${path}?${search}`;
}

/** Reads the parameters of a path as they were decoded from it. */
export function readParameters<Operation extends D1Operation>(
  operation: Operation,
  parameters: unknown,
): D1Reading<ParametersOf<Operation>> {
  return readD1Message({ schema: operation.parameters, value: parameters, leniency: 'exact' }) as D1Reading<
    ParametersOf<Operation>
  >;
}

/** Reads the query, all of whose values are texts. What the operation does not know is ignored. */
export function readQuery<Operation extends D1Operation>(
  operation: Operation,
  query: unknown,
): D1Reading<QueryOf<Operation>> {
  return readBody(operation.query, query ?? {}, 'lenient') as D1Reading<QueryOf<Operation>>;
}

/**
 * Reads a request body as the operation's receiver does: exactly, then by the operation's own check.
 *
 * @param body parsed JSON from an untrusted peer; `undefined` when there was none
 */
export function readRequest<Operation extends D1Operation>(
  operation: Operation,
  body: unknown,
): D1Reading<RequestOf<Operation>> {
  const sent = operation.requestIsOptional ? (body ?? {}) : body;
  const reading = readBody(operation.request, sent, 'exact') as D1Reading<RequestOf<Operation>>;
  if (!reading.ok) return reading;
  return operation.check?.(reading.message) ?? reading;
}

/**
 * Reads the body of a success as the operation's caller does: leniently, ignoring whatever it does not know.
 *
 * @param body parsed JSON from an untrusted peer; `undefined` when there was none
 */
export function readResponse<Operation extends D1Operation>(
  operation: Operation,
  body: unknown,
): D1Reading<ResponseOf<Operation>> {
  return readBody(operation.response.schema, body, 'lenient') as D1Reading<ResponseOf<Operation>>;
}

/** Where there is no schema any body, absent or not, is read as `undefined`. */
function readBody(
  schema: Type.TSchema | null,
  value: unknown,
  leniency: 'exact' | 'lenient',
): D1Reading<unknown> {
  if (schema === null) return { ok: true, message: undefined };
  return readD1Message({ schema, value, leniency });
}
