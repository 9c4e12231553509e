import type Type from 'typebox';

/** One published document: an API as its caller sees it. */
export interface ApiSource {
  /** File name of the document, and its name in the published documentation. */
  name: string;
  title: string;
  version: string;
  description: string;
  server: { url: string; description: string };
  /** How callers prove who they are. */
  security: readonly SecurityScheme[];
  operations: readonly OperationSource[];
}

export type SecurityScheme = 'mutualTLS' | 'bearer' | 'basic';

/** One operation, whatever its family. */
export interface OperationSource {
  operationId: string;
  method: 'get' | 'post' | 'put' | 'delete';
  /** Below the server's URL, parameters in braces. */
  path: string;
  summary: string;
  headers: readonly HeaderSource[];
  parameters: Type.TSchema | null;
  query: Type.TSchema | null;
  request: { schema: Type.TSchema | null; media: readonly string[]; required: boolean } | null;
  success: { status: number; schema: Type.TSchema | null };
  refusals: readonly RefusalSource[];
  example: { parameters?: object; query?: object; request?: unknown; response?: unknown };
  /** Null: none is given yet. */
  refusalExample: RefusalExample | null;
}

/** A call that is refused. Its parts are what differs from the main example. */
export interface RefusalExample {
  /** What it is called by in the document: the code. */
  name: string;
  status: number;
  parameters?: Readonly<Record<string, string>>;
  request?: unknown;
  response: unknown;
}

export interface HeaderSource {
  name: string;
  required: boolean;
  schema: object;
  example: string;
  description: string;
}

/** All refusals of one status. */
export interface RefusalSource {
  status: number;
  description: string;
  schema: Type.TSchema | null;
}
