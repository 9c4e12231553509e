import type { InjectedFaults } from '../control/injected-faults.ts';
import type { DirectoryFault } from './directory-faults.ts';
import type { DirectoryRecords } from './directory-records.ts';
import type { DirectoryServer, DirectoryServerOptions } from './directory-server.ts';
import type { DirectoryHub } from './directory-tokens.ts';

export interface DirectoryOptions extends DirectoryServerOptions {
  stateFile: string;
  /** The hub as the directory asks it for tokens; it may start after the directory. */
  hub: () => DirectoryHub;
}

/** A running directory, in the hands of whoever plays it. */
export interface DirectorySimulator {
  /** Base of all operations: the `url` of the directory in the hub's configuration. */
  url: string;
  faults: InjectedFaults<DirectoryFault>;
  /** The consumers with a profile, and their cards; nothing personal. */
  profiles(): DirectoryProfileView[];
  /** Lets everything go on that stays pending; tells how many cards there were. */
  release(): Promise<number>;
  close(): Promise<void>;
}

export interface DirectoryProfileView {
  externalConsumerId: string;
  cards: { externalCardId: string; lastFour: string; state: string; virtualCardId: string }[];
}

export function directorySimulator<Consumer, Shown, Result>(
  server: DirectoryServer,
  records: DirectoryRecords<Consumer, Shown, Result>,
): DirectorySimulator {
  return {
    ...server,
    profiles: () =>
      records.consumers().map(({ externalConsumerId, cards }) => ({
        externalConsumerId,
        cards: cards.map(({ externalCardId, lastFour, state, virtualCardId }) => ({
          externalCardId,
          lastFour,
          state,
          virtualCardId,
        })),
      })),
    async release() {
      const pending = records.consumers().flatMap(({ cards }) => cards.filter(isPending));
      for (const card of pending) card.state = 'ACTIVE';
      for (const request of records.requests())
        if (request.held) Object.assign(request, { held: false, status: 'COMPLETED' });
      await records.save();
      return pending.length;
    },
    async close() {
      await server.close();
      await records.save();
    },
  };
}

const isPending = ({ state }: { state: 'ACTIVE' | 'PENDING' }) => state === 'PENDING';
