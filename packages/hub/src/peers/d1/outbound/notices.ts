import type { D1Operation } from '@countermark/wire/d1/operation';
import { notifyCardOperationV1 } from '@countermark/wire/d1/outbound/notify-card-operation-v1';
import { notifyCardOperations } from '@countermark/wire/d1/outbound/notify-card-operations';
import { notifyConsumerOperations } from '@countermark/wire/d1/outbound/notify-consumer-operations';
import { notifyDigitalCardOperation } from '@countermark/wire/d1/outbound/notify-digital-card-operation';
import { cardNotification, digitalCardNotification, type NewDelivery } from '../../../core/delivery.ts';
import type { D1OutboundPath } from '../../../core/issuer.ts';

/** How a delivery is told. */
export interface Notice {
  operation: D1Operation & { response: { schema: null } };
  api: D1OutboundPath;
}

/** What deliveries are called, and their messages; a card notification that needs parameters is of the first version. */
const notices: Record<string, Notice> = {
  [cardNotification]: { operation: notifyCardOperations, api: 'cardNotifications' },
  'd1/notifyConsumerOperations': { operation: notifyConsumerOperations, api: 'consumerNotifications' },
  [digitalCardNotification]: { operation: notifyDigitalCardOperation, api: 'digitalCardNotifications' },
};

const firstVersion: Notice = { operation: notifyCardOperationV1, api: 'cardNotifications' };

/** The message of a D1 delivery; `undefined`: it is none. */
export function noticeOf({
  operation,
  parameters,
}: Pick<NewDelivery, 'operation' | 'parameters'>): Notice | undefined {
  return operation === cardNotification && parameters !== null ? firstVersion : notices[operation];
}
