import type { Exchange } from '../../../ports/aggregates/exchanges.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Ids } from '../../../ports/ids.ts';
import type { NetworkMessage, NetworkProfile } from './network-profile.ts';

/** HTTP statuses that tell in the exchange log whether a network, or the hub, agreed. */
const statuses = { agreed: 200, refused: 400 } as const;

export interface NetworkLogParts {
  clock: Clock;
  ids: Pick<Ids, 'uuid'>;
  record(exchange: Exchange): Promise<void>;
}

/** One message between hub and network, and the answer to it. None of it holds card data. */
interface LoggedMessage {
  correlationId: string;
  message: NetworkMessage;
  answer?: Record<string, unknown>;
  /** What it was refused with, in the network's words. */
  refusedWith?: string;
  /** Why there was no answer. */
  failure?: string;
}

/** Keeps what hub and network say to each other where everything else is kept that the hub hears and says. */
export type NetworkLog = ReturnType<typeof networkLog>;

export function networkLog({ clock, ids, record }: NetworkLogParts, { name }: Pick<NetworkProfile, 'name'>) {
  const keep = (direction: Exchange['direction'], logged: LoggedMessage) =>
    record({
      exchangeId: ids.uuid(),
      direction,
      peer: `tsp:${name}`,
      operation: logged.message.operation,
      correlationId: logged.correlationId,
      startedAt: clock.now(),
      duration: 0,
      status: statusOf(logged),
      request: logged.message.body,
      response:
        logged.refusedWith === undefined ? (logged.answer ?? null) : { errorCode: logged.refusedWith },
      failure: logged.failure ?? null,
    });
  return {
    /** The hub asked the network. */
    asked: (logged: LoggedMessage) => keep('outbound', logged),
    /** The network asked or told the hub. */
    heard: (logged: LoggedMessage) => keep('inbound', logged),
  };
}

function statusOf({ refusedWith, failure }: LoggedMessage): number | null {
  if (failure !== undefined) return null;
  return refusedWith === undefined ? statuses.agreed : statuses.refused;
}
