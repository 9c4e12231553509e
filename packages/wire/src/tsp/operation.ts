import type Type from 'typebox';

/**
 * One operation of the TSP API, version 2. Its path is below one of the base paths of `base-paths.ts`, parameters as
 * `:name`.
 */
export interface TspOperation<
  Request extends Type.TSchema | null = Type.TSchema | null,
  Response extends Type.TSchema | null = Type.TSchema | null,
  Name extends string = string,
> {
  /** As the documentation names it. */
  readonly name: Name;
  readonly method: 'GET' | 'POST' | 'PUT';
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
export type RequestOf<Operation extends TspOperation> = Operation['request'] extends Type.TSchema
  ? Type.Static<Operation['request']>
  : null;

/** The body of an operation's success; null where it has none. */
export type ResponseOf<Operation extends TspOperation> = Operation['response'] extends Type.TSchema
  ? Type.Static<Operation['response']>
  : null;

/** Declares an operation, its static types kept. */
export function defineTspOperation<
  Request extends Type.TSchema | null,
  Response extends Type.TSchema | null,
  const Name extends string,
>(operation: TspOperation<Request, Response, Name>): TspOperation<Request, Response, Name> {
  return operation;
}
