import type { AnnotatedSchema } from '@countermark/wire/annotated-schema';
import type { D1Operation } from '@countermark/wire/d1/operation';
import type { NewDelivery } from '../../../core/delivery.ts';
import type { D1Backend } from '../../../ports/d1-backend.ts';
import { lateAnswers } from '../../late-answers.ts';
import { callIssuer, type D1Outbound, type Session } from './call-issuer.ts';
import { noticeOf } from './notices.ts';

/**
 * Makes one attempt to tell the issuer what is owed to it; any 2xx acknowledges it. Further attempts are up to the
 * deliveries' own schedule (Outbound Card API, retry mechanism).
 */
export function deliver(outbound: D1Outbound): D1Backend['deliver'] {
  return async (issuer, deliveries) => {
    const [first] = deliveries;
    const notice = noticeOf(first);
    if (!notice) {
      throw new Error(`Delivery ${first.deliveryId}: ${first.operation} is not sent by the D1 APIs`);
    }
    const { operation, api } = notice;
    return callIssuer(outbound, {
      issuer,
      operation,
      api,
      parameters: { issuerId: issuer.issuerId, ...first.parameters },
      body: bodyOf(operation, deliveries),
      sessions: sessionsOf(operation, deliveries),
      timeLimit: issuer.settings.notificationTimeout,
      listenOn: lateAnswers,
    });
  };
}

/** What is stored, as the operation has it: the items of a list, or the one body itself. */
function bodyOf({ request }: D1Operation, deliveries: readonly NewDelivery[]): object | undefined {
  const { items }: AnnotatedSchema = request ?? {};
  const bodies = deliveries.map(({ body }) => body);
  return items === undefined ? bodies[0] : bodies;
}

/** Each session has on record what is its own. */
function sessionsOf(operation: D1Operation, deliveries: readonly NewDelivery[]): Session[] {
  const sessions = Map.groupBy(deliveries, ({ correlationId }) => correlationId);
  return Array.from(sessions, ([correlationId, own]) => ({ correlationId, body: bodyOf(operation, own) }));
}
