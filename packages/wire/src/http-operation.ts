import type Type from 'typebox';

/** One operation of a JSON API. Its path is below the API's base path, parameters as `:name`. */
export interface HttpOperation<
  Request extends Type.TSchema | null = Type.TSchema | null,
  Response extends Type.TSchema | null = Type.TSchema | null,
  Name extends string = string,
> {
  /** As the documentation names it. */
  readonly name: Name;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** One sentence: what the caller wants. */
  readonly summary: string;
  /** The body; null: it has none. */
  readonly request: Request;
  /** The status of a success, and its body; null: it has none. */
  readonly success: 200 | 202 | 204;
  readonly response: Response;
}

/** The request body of an operation; null where it has none. */
export type RequestOf<Operation extends HttpOperation> = Operation['request'] extends Type.TSchema
  ? Type.Static<Operation['request']>
  : null;

/** The body of an operation's success; null where it has none. */
export type ResponseOf<Operation extends HttpOperation> = Operation['response'] extends Type.TSchema
  ? Type.Static<Operation['response']>
  : null;

/** Declares an operation, its static types kept. */
export function defineHttpOperation<
  Request extends Type.TSchema | null,
  Response extends Type.TSchema | null,
  const Name extends string,
>(operation: HttpOperation<Request, Response, Name>): HttpOperation<Request, Response, Name> {
  return operation;
}
