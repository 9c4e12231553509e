import type Type from 'typebox';
import type { HttpOperation } from '../http-operation.ts';

export type { RequestOf, ResponseOf } from '../http-operation.ts';
export { defineHttpOperation as defineTspOperation } from '../http-operation.ts';

/** One operation of the TSP API, version 2. Its path is below one of the base paths of `base-paths.ts`. */
export type TspOperation<
  Request extends Type.TSchema | null = Type.TSchema | null,
  Response extends Type.TSchema | null = Type.TSchema | null,
  Name extends string = string,
> = HttpOperation<Request, Response, Name>;
