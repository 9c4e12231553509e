import { randomUUID } from 'node:crypto';
import {
  cardOperationNames,
  consumerOperationNames,
  digitalCardOperationNames,
} from '@countermark/wire/d1/operation-names';
import { operationStatuses } from '@countermark/wire/d1/operation-status';
import type { D1OutboundName } from './d1-operations.ts';
import type { D1TestCard } from './d1-profile.ts';
import type { D1Asked } from './judge-d1-answer.ts';
import type { PlayedD1Hub } from './played-d1-hub.ts';

/** Names of the calls that tell of operations. */
export type NoticeName = Extract<D1OutboundName, `notify${string}`>;

/** Where an operation stands, in the members that every kind of notice has. */
export interface Told {
  operationId: string;
  operation: string;
  status: string;
  /** Members beside them. */
  more?: Readonly<Record<string, unknown>>;
}

/** One way of telling an issuer of operations. */
export interface NoticeKind {
  readonly name: NoticeName;
  /** What the operations are about, in the plural. */
  readonly about: string;
  readonly operations: readonly string[];
  /** How many fit into one call. */
  readonly capacity: 'one' | 'several';
  /** Tells of all of them in one call. */
  tell(hub: PlayedD1Hub, card: D1TestCard, told: readonly Told[]): Promise<D1Asked>;
}

/** The digital card that notices are about; none is made, and issuers need not know one to take a notice. */
const digitalCardId = 'certification-digital-card';

export const noticeKinds = {
  cards: {
    name: 'notifyCardOperations',
    about: 'cards',
    operations: cardOperationNames,
    capacity: 'several',
    tell: (hub, { cardId }, told) =>
      hub.ask({
        name: 'notifyCardOperations',
        parameters: {},
        body: told.map(item => ({ ...timed(item), cardId })),
      }),
  },
  cardsV1: {
    name: 'notifyCardOperationV1',
    about: 'cards, in the first version',
    operations: ['DIGITIZE', 'RENEW'],
    capacity: 'one',
    tell: (hub, { cardId }, [told]) =>
      hub.ask({ name: 'notifyCardOperationV1', parameters: { cardId }, body: plain(told) }),
  },
  consumers: {
    name: 'notifyConsumerOperations',
    about: 'consumers',
    operations: consumerOperationNames,
    capacity: 'several',
    tell: (hub, { consumerId }, told) =>
      hub.ask({
        name: 'notifyConsumerOperations',
        parameters: {},
        body: told.map(item => ({ ...timed(item), consumerId })),
      }),
  },
  digitalCards: {
    name: 'notifyDigitalCardOperation',
    about: 'digital cards',
    operations: digitalCardOperationNames,
    capacity: 'one',
    tell: (hub, _card, [told]) =>
      hub.ask({ name: 'notifyDigitalCardOperation', parameters: { digitalCardId }, body: plain(told) }),
  },
} as const satisfies Readonly<Record<string, NoticeKind>>;

/** An operation that was not told of before. */
export function newOperation(operation: string, status: string = 'SUCCESSFUL'): Told {
  return { operationId: randomUUID(), operation, status };
}

/** Every status, in the order of a life. */
export { operationStatuses };

function plain(told: Told | undefined): object {
  const { more, ...members } = told ?? newOperation('DIGITIZE');
  return { ...members, ...more };
}

/** With times, as the later versions have them. */
function timed(told: Told): object {
  const now = new Date().toISOString();
  return { startTime: now, ...(told.status !== 'PENDING' && { endTime: now }), ...plain(told) };
}
