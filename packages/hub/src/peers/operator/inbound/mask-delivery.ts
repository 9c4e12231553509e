import { maskMessage as maskD1Message } from '@countermark/wire/d1/masking';
import { qualifiedName } from '@countermark/wire/d1/operation';
import { maskMessage } from '@countermark/wire/issuer-gateway/masking';
import type { Delivery } from '../../../core/delivery.ts';
import { noticeOf } from '../../d1/outbound/notices.ts';

/** The body of a delivery as it may be shown: it may hold what was sealed for the issuer, and texts about people. */
export function maskDelivery(delivery: Delivery): unknown {
  const notice = noticeOf(delivery);
  return notice
    ? maskD1Message(qualifiedName(notice.operation), 'request', delivery.body)
    : maskMessage(delivery.operation, 'request', delivery.body);
}
