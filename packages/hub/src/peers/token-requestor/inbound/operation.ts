import type Type from 'typebox';
import type { TokenRequestor } from '../../../core/token-requestor.ts';
import type { Hub } from '../../../ports/hub.ts';
import type { CallRefused } from '../../../use-cases/enrolment/enrolment-result.ts';

/** One call of a requestor that is who it says. */
export interface Call<Message> {
  hub: Hub;
  requestor: TokenRequestor;
  params: Record<string, string>;
  query: unknown;
  message: Message;
}

/** What a call came to; `correlationId` ties it to its session in the exchange log. */
export type Outcome = { body: object; correlationId: string } | CallRefused;

/** One call of the API: where it is, what it takes and what it answers. */
export interface Operation {
  name: string;
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  request: Type.TSchema | null;
  response: Type.TSchema;
  /** Of a success: 201, something was begun; 202, it will be done. */
  status: 200 | 201 | 202;
  act(call: Call<unknown>): Promise<Outcome>;
}

/** Something to look at; it is not put on record. */
export function get(
  name: string,
  { path, response }: { path: string; response: Type.TSchema },
  act: (call: Call<null>) => Promise<Outcome>,
): Operation {
  return { name, method: 'GET', path, request: null, response, status: 200, act: act as Operation['act'] };
}

/** Something to take away. */
export function remove(
  name: string,
  { path, response }: { path: string; response: Type.TSchema },
  act: (call: Call<null>) => Promise<Outcome>,
): Operation {
  return { name, method: 'DELETE', path, request: null, response, status: 200, act: act as Operation['act'] };
}

export function post<Schema extends Type.TSchema>(
  name: string,
  {
    status = 200,
    ...declared
  }: { path: string; request: Schema; response: Type.TSchema; status?: Operation['status'] },
  act: (call: Call<Type.Static<Schema>>) => Promise<Outcome>,
): Operation {
  return { name, method: 'POST', ...declared, status, act: act as Operation['act'] };
}
