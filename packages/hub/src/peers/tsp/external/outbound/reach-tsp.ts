import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { RequestOf, ResponseOf, TspOperation } from '@countermark/wire/tsp/operation';
import { isDown, type TspConnection } from '../../../../core/tsp-connection.ts';
import type { RemoteTokens } from '../../../../ports/aggregates/remote-tokens.ts';
import type { TspConnectionStore } from '../../../../ports/aggregates/tsp-connections.ts';
import type { Clock } from '../../../../ports/clock.ts';
import type { Ids } from '../../../../ports/ids.ts';
import type { TspAnswer, TspCall } from '../../../../ports/tsp.ts';
import { callTsp, type TspOutbound } from './call-tsp.ts';
import type { SealCard } from './seal-card.ts';

/** One TSP behind a connection, and what the hub needs to speak with it. */
export interface RemoteTsp extends TspOutbound {
  /** Of the connection. */
  name: string;
  connections: Pick<TspConnectionStore, 'find'>;
  tokens: RemoteTokens;
  sealCard: SealCard;
  clock: Clock;
  ids: Ids;
}

export const temporarily: TspAnswer<never> = { ok: false, code: ResponseCode.serverError };
export const notAllowed: TspAnswer<never> = { ok: false, code: ResponseCode.operationNotAllowed };
export const done: TspAnswer<null> = { ok: true, value: null };

/** The connection as it is set up now. */
export async function connectionOf({ name, connections }: RemoteTsp): Promise<TspConnection> {
  const connection = await connections.find(name);
  if (connection) return connection;
  throw new Error(
    `There is no TSP ${name}: add it with \`countermark tsp add ${name}\`, or name another in the product`,
  );
}

/** Does something with a TSP that is not down; of one that is, nothing is asked. */
export async function whileUp<T>(
  tsp: RemoteTsp,
  work: (connection: TspConnection) => Promise<TspAnswer<T>>,
): Promise<TspAnswer<T>> {
  const connection = await connectionOf(tsp);
  return isDown(connection.health) ? temporarily : work(connection);
}

/** Makes one call about a token, on behalf of its issuer. */
export async function callAboutToken<Operation extends TspOperation>(
  tsp: RemoteTsp,
  { tspTokenId, call }: { tspTokenId: string; call: TspCall },
  {
    operation,
    body,
  }: {
    operation: Operation;
    body: (issuerId: string, connection: TspConnection) => Promise<RequestOf<Operation>>;
  },
): Promise<TspAnswer<ResponseOf<Operation>>> {
  const token = await tsp.tokens.find(tsp.name, tspTokenId);
  if (!token) return { ok: false, code: ResponseCode.unknownVirtualCard };
  return whileUp(tsp, async connection =>
    callTsp(tsp, connection, {
      operation,
      correlationId: call.correlationId,
      tokenId: tspTokenId,
      body: await body(token.issuerId, connection),
    }),
  );
}
