import type { Card } from '../../core/card.ts';
import { acceptedOperation, type Operation } from '../../core/operation.ts';
import type { Token } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import type { CardChangeCall } from './relink-tokens.ts';
import { supersede } from './supersede-operation.ts';

/** What its issuer wants of a token. */
export interface TokenWish {
  card: Card;
  token: Token;
  action: Operation['action'];
  event: Operation['event'];
  /** The issuer's reason, as the Issuer Gateway numbers it. */
  reason: number | null;
  call: CardChangeCall;
  /** Operations of the token that this one takes the place of. */
  running: readonly Operation[];
  /** When its TSP is asked first; absent: as soon as somebody is free to. */
  firstAttemptAt?: Date;
}

/** Accepts a change of one token by its issuer, which is carried out later. The rows of card and token must be locked. */
export async function beginChange(
  hub: Pick<Hub, 'ids' | 'clock'>,
  tx: Aggregates,
  { card, token, action, event, reason, call, running, firstAttemptAt }: TokenWish,
): Promise<Operation> {
  for (const operation of running) await supersede(hub, tx, { card, token, operation });
  const accepted = acceptedOperation(
    {
      operationId: hub.ids.uuid(),
      cardId: card.cardId,
      virtualCardId: token.virtualCardId,
      issuerId: card.issuerId,
      kind: 'CHANGE_STATE',
      action,
      event,
      source: 'ISSUER',
      reason,
      ...call,
    },
    hub.clock.now(),
  );
  const operation = { ...accepted, nextAttemptAt: firstAttemptAt ?? accepted.nextAttemptAt };
  await tx.operations.insert(operation);
  return operation;
}
