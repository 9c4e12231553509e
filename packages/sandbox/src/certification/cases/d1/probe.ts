import { randomUUID } from 'node:crypto';
import type { D1Asked } from '../../d1/judge-d1-answer.ts';
import type { D1Call, PlayedD1Hub } from '../../d1/played-d1-hub.ts';
import type { TlsSettings } from '../../peer-line.ts';

/** A call that every issuer takes and that changes nothing: it is told of a digitization that did not come about. */
export function probe(
  hub: PlayedD1Hub,
  how: Pick<D1Call<'notifyCardOperations'>, 'token' | 'correlationId' | 'headers'> = {},
  tls?: TlsSettings,
): Promise<D1Asked> {
  const { cardId } = hub.card;
  const told = { operationId: randomUUID(), operation: 'DIGITIZE', status: 'FAILED' };
  if (!hub.d1.operations.includes('notifyCardOperations'))
    return hub.ask({ name: 'notifyCardOperationV1', parameters: { cardId }, body: told, ...how }, tls);
  const body = [{ ...told, startTime: new Date().toISOString(), cardId }];
  return hub.ask({ name: 'notifyCardOperations', parameters: {}, body, ...how }, tls);
}
