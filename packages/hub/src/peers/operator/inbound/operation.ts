import type { Readable } from 'node:stream';
import { closedObject } from '@countermark/wire/operator/closed-object';
import type Type from 'typebox';
import type { Hub } from '../../../ports/hub.ts';
import type { OperatorAccess } from './operator-access.ts';
import type { Outcome } from './outcome.ts';

/** One call of the operator, its parts read and checked. */
export interface Call<Params, Query, Body> {
  hub: Hub;
  operator: OperatorAccess;
  params: Params;
  query: Query;
  body: Body;
}

/** One call of the operator API as data: where it is, what it takes, what it answers and what it does. */
export interface Operation {
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the base path, parameters as `:name`. */
  path: string;
  params: Type.TSchema;
  query: Type.TSchema;
  /** Null: the call has no body, or it is not read; UPLOAD: one of any size, handed on as it arrives. */
  body: Type.TSchema | 'UPLOAD' | null;
  /** Of the body. */
  media: string;
  /** Of a success; null: it has no body. */
  response: Type.TSchema | null;
  act: (call: Call<unknown, unknown, unknown>) => Promise<Outcome>;
}

const nothing = closedObject({});
type Nothing = typeof nothing;

const withoutParts = {
  params: nothing,
  query: nothing,
  body: null,
  media: 'application/json',
  response: null,
};

/** Declares an operation; parts that are not given must not be sent. */
export function operation<
  Params extends Type.TSchema = Nothing,
  Query extends Type.TSchema = Nothing,
  Body extends Type.TSchema = Nothing,
>(declared: {
  name: string;
  method: Operation['method'];
  path: string;
  params?: Params;
  query?: Query;
  body?: Body;
  response?: Type.TSchema;
  act: (call: Call<Type.Static<Params>, Type.Static<Query>, Type.Static<Body>>) => Promise<Outcome>;
}): Operation {
  const act = declared.act as Operation['act'];
  return { ...withoutParts, ...declared, act };
}

/** Declares an operation whose body is a file. */
export function upload<Query extends Type.TSchema = Nothing>(declared: {
  name: string;
  method: 'POST' | 'PUT';
  path: string;
  query?: Query;
  media: string;
  response: Type.TSchema;
  act: (call: Call<Type.Static<Nothing>, Type.Static<Query>, Readable>) => Promise<Outcome>;
}): Operation {
  return { ...withoutParts, ...declared, body: 'UPLOAD', act: declared.act as Operation['act'] };
}
